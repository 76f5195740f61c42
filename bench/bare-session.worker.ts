/** A session of the model and nothing else: computes token lists one after the other with one thread, when told. */
import { createRequire } from "node:module";
import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";

interface Session {
  run(inputs: Readonly<Record<string, unknown>>): Promise<unknown>;
}

interface Runtime {
  readonly InferenceSession: { create(file: string, options: Readonly<Record<string, unknown>>): Promise<Session> };
  readonly Tensor: new (type: "int64", data: BigInt64Array, shape: readonly number[]) => unknown;
}

const { file, sequences } = workerData as { file: string; sequences: readonly number[][] };
// Passages are read behind everything else that runs; what that is measured against must stand there too.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const require = createRequire(new URL("../packages/models/package.json", import.meta.url));
const runtime = require("onnxruntime-node") as Runtime;
const session = await runtime.InferenceSession.create(file, {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: "all",
  logSeverityLevel: 4,
});
parentPort?.on("message", async () => {
  for (const tokens of sequences) {
    const ids = BigInt64Array.from(tokens, BigInt);
    await session.run({ input_ids: new runtime.Tensor("int64", ids, [ids.length]) });
  }
  parentPort?.postMessage("done");
});
parentPort?.postMessage("ready");
