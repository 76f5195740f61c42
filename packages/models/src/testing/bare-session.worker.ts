/** A session of the model and nothing else: computes token lists one after the other with one thread, when told. */
import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { InferenceSession, Tensor } from "onnxruntime-node";

const { file, sequences } = workerData as { file: string; sequences: readonly number[][] };
// Passages are read behind everything else that runs; what that is measured against must stand there too.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const session = await InferenceSession.create(file, {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: "all",
  logSeverityLevel: 4,
});
parentPort?.on("message", async () => {
  for (const tokens of sequences) {
    const ids = BigInt64Array.from(tokens, BigInt);
    await session.run({ input_ids: new Tensor("int64", ids, [ids.length]) });
  }
  parentPort?.postMessage("done");
});
parentPort?.postMessage("ready");
