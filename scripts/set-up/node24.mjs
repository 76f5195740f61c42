import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { runNpm } from "./npm.mjs";
import { withProgress } from "./progress.mjs";
import { SetUpError } from "./set-up-error.mjs";

const wanted = 24;

/** The Node 24 that is there: the one running this, or the one in .tools; undefined when it must be fetched. */
export async function findNode24(root) {
  if (Number(process.versions.node.split(".")[0]) === wanted) return process.execPath;
  const build = await pinnedBuild(root);
  const installed = build && programOf(root, build);
  return installed !== undefined && existsSync(installed) ? installed : undefined;
}

/** Fetches Node 24 from npm into .tools: the version and checksum that node24.json pins for this platform. */
export async function fetchNode24(root) {
  const build = await pinnedBuild(root);
  if (build === undefined) {
    throw new SetUpError(
      `Khoj: npm has no Node 24 for ${process.platform} on ${process.arch}; install Node 24 yourself and start again`,
    );
  }
  await withProgress("getting Node 24 (about 40 MB)", async () => {
    const folder = path.join(root, ".tools");
    await mkdir(folder, { recursive: true });
    await writeProject(folder, build);
    await runNpm(["ci", "--ignore-scripts", "--prefix", folder], folder);
    // Headers for compiling addons, a third of the package: nothing is compiled here.
    await rm(path.join(folder, "node_modules", build.package, "include"), { recursive: true, force: true });
  });
  const node = programOf(root, build);
  const answer = spawnSync(node, ["--version"], { encoding: "utf8" });
  if (answer.status === 0) return node;
  const why = answer.error?.code ?? answer.stderr?.trim().split("\n")[0] ?? "";
  throw new SetUpError(
    `Khoj: Node ${build.version} from npm does not run on this machine (${why}); install Node 24 yourself and start again`,
  );
}

async function pinnedBuild(root) {
  const pins = JSON.parse(await readFile(path.join(root, "scripts", "set-up", "node24.json"), "utf8"));
  return pins[`${process.platform}-${process.arch}`];
}

function programOf(root, build) {
  const program = process.platform === "win32" ? "node.exe" : "node";
  return path.join(root, ".tools", "node_modules", build.package, "bin", program);
}

/** A project of one package with its lock, so that npm itself compares the checksum. */
async function writeProject(folder, build) {
  const project = { name: "khoj-tools", private: true, dependencies: { [build.package]: build.version } };
  const entry = { version: build.version, integrity: build.integrity };
  const packages = { "": project, [`node_modules/${build.package}`]: entry };
  const lock = { name: project.name, lockfileVersion: 3, requires: true, packages };
  await writeFile(path.join(folder, "package.json"), JSON.stringify(project, undefined, 2));
  await writeFile(path.join(folder, "package-lock.json"), JSON.stringify(lock, undefined, 2));
}
