import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

// A checkout with set-up and nothing else, and an npm that only notes what it was asked for.
const project = path.resolve(import.meta.dirname, "../..");
let root: string;
let asked: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "khoj-test-"));
  asked = path.join(root, "asked");
  for (const part of ["bin", path.join("scripts", "set-up")]) {
    await cp(path.join(project, part), path.join(root, part), { recursive: true });
  }
  await lock("1.0.0");
  await mkdir(path.join(root, "programs"));
  await writeFile(
    path.join(root, "programs", "npm"),
    `#!/bin/sh
echo "$1" >> "${asked}"
if [ -n "$FAIL" ]; then echo "npm error code $FAIL" >&2; exit 1; fi
sleep 0.3; mkdir -p node_modules; cp package-lock.json node_modules/.package-lock.json
`,
    { mode: 0o755 },
  );
  await writeFile(
    path.join(root, "program.ts"),
    "const code: number = Number(process.argv[2]); process.exitCode = code;",
  );
});
afterEach(() => rm(root, { recursive: true, force: true }));

const lock = (version: string): Promise<void> =>
  writeFile(
    path.join(root, "package-lock.json"),
    JSON.stringify({ packages: { "": {}, "node_modules/thing": { version } } }),
  );
const npmRuns = async (): Promise<string[]> =>
  (await readFile(asked, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");

function start(words: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const PATH = [path.join(root, "programs"), path.dirname(process.execPath), "/usr/bin", "/bin"].join(":");
  const child = spawn(process.execPath, [path.join(root, "bin", "with-node24"), ...words], {
    env: { ...process.env, npm_lifecycle_event: undefined, PATH, ...more },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", error: "" };
  child.stdout.on("data", (data) => {
    said.out += String(data);
  });
  child.stderr.on("data", (data) => {
    said.error += String(data);
  });
  return { child, said, ended: once(child, "close").then(([code]) => ({ code: code as number, ...said })) };
}
const run = (words: readonly string[], more?: NodeJS.ProcessEnv) => start(words, more).ended;
const program = () => path.join(root, "program.ts");

describe("a start from a checkout", () => {
  it("installs once, and hands on arguments and exit code", async () => {
    expect(await run([program(), "7"])).toMatchObject({ code: 7 });
    expect(await run([program(), "0"])).toEqual({ code: 0, out: "", error: "" });
    expect(await npmRuns()).toEqual(["ci"]);
  });

  it("keeps of the model runtime's binaries those of this machine, whoever installed them", async () => {
    const binaries = path.join(root, "node_modules", "onnxruntime-node", "bin", "napi-v6");
    const here = path.join(process.platform, process.arch);
    const all = [here, path.join(process.platform, "other"), path.join("plan9", process.arch)];
    const install = () => Promise.all(all.map((place) => mkdir(path.join(binaries, place), { recursive: true })));
    const kept = () => all.filter((place) => existsSync(path.join(binaries, place)));
    await install();
    await run([program(), "0"]);
    expect(kept()).toEqual([here]);
    await install();
    await lock("1.0.1");
    await cp(path.join(root, "package-lock.json"), path.join(root, "node_modules", ".package-lock.json"));
    await run([program(), "0"]);
    expect(kept()).toEqual([here]);
    expect(await npmRuns()).toEqual(["ci"]);
  });

  it("installs again when the lock file changed", async () => {
    await run([program(), "0"]);
    await lock("1.0.1");
    await run([program(), "0"]);
    expect(await npmRuns()).toEqual(["ci", "ci"]);
  });

  it("takes what npm itself installed meanwhile as it is", async () => {
    await run([program(), "0"]);
    await lock("1.0.1");
    await cp(path.join(root, "package-lock.json"), path.join(root, "node_modules", ".package-lock.json"));
    await run([program(), "0"]);
    expect(await npmRuns()).toEqual(["ci"]);
  });

  it("waits for another start that is installing", async () => {
    const both = await Promise.all([run([program(), "0"]), run([program(), "0"])]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(await npmRuns()).toEqual(["ci"]);
  });

  it("takes over from a start that was killed while it installed", async () => {
    await mkdir(path.join(root, ".tools"));
    await writeFile(path.join(root, ".tools", "set-up.lock"), "999999999");
    expect(await run([program(), "0"])).toMatchObject({ code: 0 });
  });

  it.each([
    ["in its place", ""],
    ["as its child, on a Node that cannot do that", "--import=data:text/javascript,delete%20process.execve"],
  ])("runs the program %s: signals arrive, the exit code comes back", async (_, options) => {
    await writeFile(
      program(),
      `process.once("SIGTERM", () => process.exit(9)); setInterval(() => {}, 1000); console.log("ready");`,
    );
    const { child, ended } = start([program()], { NODE_OPTIONS: options });
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 9 });
  });
});

describe("a start by npm", () => {
  it("stops with npm, whose shell tells nobody", async () => {
    const ended = path.join(root, "ended");
    await writeFile(
      program(),
      `import { writeFileSync } from "node:fs"; setInterval(() => {}, 1000); console.log("ready");
       process.once("SIGTERM", () => { writeFileSync(process.argv[2], ""); process.exit(0); });`,
    );
    const words = [process.execPath, path.join(root, "bin", "with-node24"), program(), ended];
    const shell = spawn("/bin/sh", ["-c", '"$@"; true', "sh", ...words], {
      env: { ...process.env, npm_lifecycle_event: "start", PATH: `${path.join(root, "programs")}:/usr/bin:/bin` },
      stdio: ["ignore", "pipe", "ignore"],
    });
    await once(shell.stdout, "data");
    shell.kill("SIGKILL");
    await expect.poll(() => existsSync(ended), { timeout: 20_000 }).toBe(true);
  });
});

describe("a set-up that cannot go on says in one line what to do", () => {
  it.each([
    ["ENOTFOUND", /needs the network once/],
    ["SELF_SIGNED_CERT_IN_CHAIN", /NODE_EXTRA_CA_CERTS/],
    ["ENOSPC", /the disk is full/],
    ["EACCES", /cannot be written .* copy the folder/],
    ["E404", /npm config set registry/],
    ["EINTEGRITY", /arrived changed/],
  ])("%s", async (code, sentence) => {
    const { code: exit, out, error } = await run([program(), "0"], { FAIL: code });
    expect(exit).toBe(1);
    expect(out).toBe("");
    const lines = error.trim().split("\n");
    expect(lines.at(-1)).toMatch(sentence);
    expect(lines).toHaveLength(2);
  });

  it("npm is missing", async () => {
    const { cure } = await import(new URL("npm.mjs", import.meta.url).href);
    expect(cure("ENOENT", "spawn npm ENOENT", root)).toMatch(/npm is missing; install npm/);
  });
});
