import path from "node:path";
import { findOrBuild } from "./built-model.ts";
import { SessionPool } from "./engine/session-pool.ts";
import type { ModelHead } from "./graph/build-model.ts";
import type { LocalModelOptions } from "./local-model-options.ts";
import type { ModelFolder } from "./model-folder.ts";

const defaultProcesses = 2;
const defaultIdleAfter = 30_000;
const questionsWait = 10;
/** Far more than a busy machine takes for one portion; who asks a question has words meanwhile. */
const questionPatience = 30_000;
const passagePatience = 120_000;

/** The processes of one model. */
export interface ModelPools {
  /** At the usual priority, and nothing else is done there: a question never waits behind passages. */
  readonly questions: SessionPool;
  /** The rest, behind everything else that runs on this machine. */
  readonly passages: SessionPool;
}

/** A model's processes, none of them started yet; what they run is built first where it is not there. */
export async function openPools(options: LocalModelOptions, model: ModelFolder, head: ModelHead): Promise<ModelPools> {
  const { folder, numbers, idleAfter = defaultIdleAfter, log = () => {} } = options;
  const built =
    model.kind === "onnx"
      ? { file: path.join(folder, "model.onnx"), sha256: model.graphHash }
      : await findOrBuild({ ...model, folder, builtFolder: options.builtFolder ?? folder, numbers, head, log });
  const processes = options.processes ?? defaultProcesses;
  const shared = {
    model: { ...built, pooling: head === "classifier" ? ("none" as const) : head },
    name: modelName(options),
    log,
  };
  return {
    questions: new SessionPool({
      ...shared,
      // Somebody waits for every passage that is ranked.
      processes: head === "classifier" ? processes : 1,
      priority: "usual",
      patience: options.patience ?? questionPatience,
      idleAfter: idleAfter * questionsWait,
    }),
    passages: new SessionPool({
      ...shared,
      processes,
      priority: "low",
      patience: options.patience ?? passagePatience,
      idleAfter,
    }),
  };
}

export const modelName = ({ name, folder }: LocalModelOptions): string => name ?? path.basename(path.resolve(folder));
