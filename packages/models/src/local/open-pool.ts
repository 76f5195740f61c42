import path from "node:path";
import { findOrBuild } from "./built-model.ts";
import { SessionPool } from "./engine/session-pool.ts";
import type { ModelHead } from "./graph/build-model.ts";
import type { LocalModelOptions } from "./local-model-options.ts";
import type { ModelFolder } from "./model-folder.ts";

const defaultProcesses = 2;
const defaultIdleAfter = 30_000;

/** A model's processes, none of them started yet; what they run is built first where it is not there. */
export async function openPool(options: LocalModelOptions, model: ModelFolder, head: ModelHead): Promise<SessionPool> {
  const { folder, numbers, log = () => {} } = options;
  const built =
    model.kind === "onnx"
      ? { file: path.join(folder, "model.onnx"), sha256: model.graphHash }
      : await findOrBuild({ ...model, folder, builtFolder: options.builtFolder ?? folder, numbers, head, log });
  return new SessionPool({
    model: { ...built, pooling: head === "classifier" ? "none" : head },
    name: modelName(options),
    processes: options.processes ?? defaultProcesses,
    idleAfter: options.idleAfter ?? defaultIdleAfter,
    log,
  });
}

export const modelName = ({ name, folder }: LocalModelOptions): string => name ?? path.basename(path.resolve(folder));
