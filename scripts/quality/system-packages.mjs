import { existsSync } from "node:fs";
import path from "node:path";
import { runProgram } from "./run-program.mjs";

/** Debian's packages that some tests need, by the program or the file they bring. */
const packages = [
  { program: "caddy", name: "caddy", needs: "the proxy of deploy/" },
  { program: "chromium", name: "chromium", needs: "the page in a browser" },
  { program: "faketime", name: "faketime", needs: "clocks set back" },
  { program: "mmdebstrap", name: "mmdebstrap", needs: "PostgreSQL with pgvector" },
  { program: "nginx", name: "nginx", needs: "the proxy of deploy/" },
  { program: "openssl", name: "openssl", needs: "HTTPS" },
  { program: "prlimit", name: "util-linux", needs: "limits of parsers" },
  {
    file: "/usr/share/tesseract-ocr/5/tessdata/deu.traineddata",
    name: "tesseract-ocr-deu",
    needs: "scans in German",
  },
];

export const findMissing = () =>
  packages.filter(({ program, file }) => !(file === undefined ? inPath(program) : existsSync(file)));

const inPath = (program) =>
  [...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin"].some(
    (folder) => folder !== "" && existsSync(path.join(folder, program)),
  );

/** Installs Debian packages; answers why that did not work, or nothing. */
export async function installPackages(missing) {
  if (!inPath("apt-get")) return "this system has no apt-get";
  const names = missing.map(({ name }) => name);
  console.log(`Installing with apt-get: ${names.join(" ")}`);
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const words of [
    ["update", "-qq"],
    ["install", "-qq", "-y", "--no-install-recommends", ...names],
  ]) {
    const [program, ...rest] = [...sudo, "apt-get", ...words];
    const { succeeded, said } = await runProgram(program, rest, { env, quiet: true });
    if (!succeeded) return `apt-get ${words[0]} failed: ${said.trim().split("\n").at(-1) ?? ""}`;
  }
  return undefined;
}
