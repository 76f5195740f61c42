import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { withProgress } from "./progress.mjs";
import { SetUpError } from "./set-up-error.mjs";

const sources = ["apps/web", "packages/client/src", "packages/contract/src", "package-lock.json"];
const built = path.join("apps", "web", "dist");
const stampName = ".khoj-built";

/** True when the built page was made from the sources as they stand. */
export async function pageIsBuilt(root) {
  const stamp = await readFile(path.join(root, built, stampName), "utf8").catch(() => undefined);
  return stamp !== undefined && stamp === (await hashSources(root));
}

/** Builds the page beside the old one and changes them over, so that a running server never serves half of it. */
export async function buildPage(root, node) {
  const hash = await hashSources(root);
  const web = path.join(root, "apps", "web");
  const fresh = path.join(web, "dist.new");
  await withProgress("building the page", () => runVite(root, node, web, fresh));
  await writeFile(path.join(fresh, stampName), hash);
  await rm(path.join(web, "dist.old"), { recursive: true, force: true });
  await rename(path.join(root, built), path.join(web, "dist.old")).catch(() => {});
  await rename(fresh, path.join(root, built));
  await rm(path.join(web, "dist.old"), { recursive: true, force: true });
}

function runVite(root, node, web, outDirectory) {
  const vite = path.join(root, "node_modules", "vite", "bin", "vite.js");
  return new Promise((resolve, reject) => {
    const child = spawn(node, [vite, "build", "--outDir", outDirectory, "--emptyOutDir", "--logLevel", "warn"], {
      cwd: web,
      env: { ...process.env, NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stdout.on("data", (data) => {
      said += data;
    });
    child.stderr.on("data", (data) => {
      said += data;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) return resolve();
      if (said.includes("ENOSPC"))
        return reject(new SetUpError(`Khoj: the disk is full; the page needs about 20 MB in ${web}`));
      reject(
        new SetUpError(
          `${said.trim()}\nKhoj: the page could not be built (above: why); undo local changes under apps/web, or run: npm run build`,
        ),
      );
    });
  });
}

async function hashSources(root) {
  const files = (await Promise.all(sources.map((source) => listFiles(path.join(root, source))))).flat().sort();
  const hash = createHash("sha256");
  const contents = await Promise.all(files.map((file) => readFile(file)));
  files.forEach((file, index) => {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(contents[index])
      .update("\0");
  });
  return hash.digest("hex");
}

async function listFiles(place) {
  const entries = await readdir(place, { withFileTypes: true }).catch((error) => {
    if (error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (entries === undefined) return [place];
  const listed = entries
    .filter(
      ({ name }) => !["node_modules", "dist", "dist.new", "dist.old"].includes(name) && !/\.test\.tsx?$/.test(name),
    )
    .map((entry) => (entry.isDirectory() ? listFiles(path.join(place, entry.name)) : [path.join(place, entry.name)]));
  return (await Promise.all(listed)).flat();
}
