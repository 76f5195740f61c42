import { fork } from "node:child_process";
import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { KhojError } from "@khoj/contract";
import { hashFile } from "../hash-file.ts";
import type { BuildAnswer, BuildRequest } from "./graph/build.child.ts";
import { builderVersion, type ModelHead } from "./graph/build-model.ts";
import type { Numbers } from "./local-model-options.ts";

export interface BuiltModel {
  readonly file: string;
  readonly sha256: string;
}

export interface BuildWish {
  readonly folder: string;
  readonly builtFolder: string;
  readonly weightsHash: string;
  readonly numbers: Numbers;
  readonly head: ModelHead;
  readonly log: (line: string) => void;
}

/**
 * The ONNX file of these weights: the one that was built before, or a new one. Its name holds builder, weights and its
 * own hash; one that does not agree with its name is built again.
 */
export async function findOrBuild(wish: BuildWish): Promise<BuiltModel> {
  const start = `khoj-${wish.head}-${wish.numbers}-${builderVersion}-${wish.weightsHash.slice(0, 16)}-`;
  for (const name of await readdir(wish.builtFolder).catch(() => [])) {
    if (!name.startsWith(start) || !name.endsWith(".onnx")) continue;
    const file = path.join(wish.builtFolder, name);
    const { sha256 } = await hashFile(file);
    if (name === `${start}${sha256.slice(0, 16)}.onnx`) return { file, sha256 };
    wish.log(`${file} was changed or is not whole: it is built again`);
    await rm(file, { force: true });
  }
  await removeUnfinished(wish.builtFolder);
  return buildInChild({ folder: wish.folder, to: wish.builtFolder, start, numbers: wish.numbers, head: wish.head });
}

/** Building takes a second or two and some hundred megabytes: in a process of its own, both end with it. */
function buildInChild(request: BuildRequest): Promise<BuiltModel> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL("./graph/build.child.ts", import.meta.url)), [], {
      execArgv: [],
      env: {},
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    child.once("message", (answer: BuildAnswer) => {
      if ("file" in answer) resolve(answer);
      else reject(new KhojError(answer.code, answer.message));
      child.kill("SIGKILL");
    });
    child.once("error", reject);
    child.once("exit", () => {
      reject(new KhojError("unavailable", `Building the model of ${request.folder} was broken off. Start again.`));
    });
    child.send(request);
  });
}

const unfinishedFor = 10 * 60_000;

async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/^khoj-.*\.part$/.test(name)) continue;
    const file = path.join(folder, name);
    const facts = await stat(file).catch(() => undefined);
    if (facts !== undefined && Date.now() - facts.mtimeMs > unfinishedFor) await rm(file, { force: true });
  }
}
