import type { InferenceSession, Tensor } from "onnxruntime-node";
import { hashFile } from "./hash-file.ts";
import type { LoadOrder, Sequence, SessionAnswer, SessionOrder } from "./messages.ts";
import { poolRows } from "./pool-rows.ts";

// A process of its own for one session: what a native library does wrong ends here and nowhere else, and its memory
// returns to the system when it ends. It computes one text at a time with one thread, and ends with whoever started it.

interface Runtime {
  readonly InferenceSession: {
    create(path: string, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (type: "int64" | "int32", data: BigInt64Array | Int32Array, shape: readonly number[]) => Tensor;
}

let loaded: ((sequence: Sequence) => Promise<Float32Array>) | undefined;

async function load({ file, sha256, pooling }: LoadOrder): Promise<void> {
  if ((await hashFile(file)) !== sha256) throw new Error("the file was changed after it was opened");
  const runtime = await importRuntime();
  const session = await runtime.InferenceSession.create(file, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    logSeverityLevel: 4,
  });
  const output = chooseOutput(session.outputNames);
  const inputs = session.inputMetadata.map(({ name, ...rest }) => ({
    name,
    type: "type" in rest && rest.type === "int32" ? ("int32" as const) : ("int64" as const),
    // Our own graphs read one text; others read rows of texts.
    isRow: "shape" in rest && rest.shape.length === 1,
  }));
  loaded = async (sequence) => {
    const feeds: Record<string, Tensor> = {};
    for (const { name, type, isRow } of inputs) {
      const values = inputValues(name, sequence);
      const data = type === "int32" ? values : BigInt64Array.from(values, BigInt);
      feeds[name] = new runtime.Tensor(type, data, isRow ? [values.length] : [1, values.length]);
    }
    const { [output]: answer } = await session.run(feeds, [output]);
    if (answer === undefined) throw new Error(`the graph answers no ${output}`);
    return poolRows(answer.data as Float32Array, answer.dims, pooling);
  };
}

/** Its binaries exist for the usual systems only, and set-up keeps the one for this. */
async function importRuntime(): Promise<Runtime> {
  try {
    return await import("onnxruntime-node");
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : "";
    throw new Error(
      `onnxruntime-node does not load on ${process.platform} ${process.arch} (${why}); use another machine's model with KHOJ_EMBEDDING=endpoint, or words alone with KHOJ_EMBEDDING=none`,
      { cause },
    );
  }
}

function inputValues(name: string, { tokens, types }: Sequence): Int32Array {
  if (name === "input_ids") return tokens;
  if (name === "attention_mask") return new Int32Array(tokens.length).fill(1);
  if (name === "token_type_ids") return types ?? new Int32Array(tokens.length);
  throw new Error(`the graph wants "${name}"; Khoj gives input_ids, attention_mask and token_type_ids`);
}

/** A vector for the whole text where the graph makes one; otherwise the rows, which stand first. */
function chooseOutput(names: readonly string[]): string {
  const whole = ["vector", "scores", "sentence_embedding", "dense_vecs", "logits"].find((name) => names.includes(name));
  return whole ?? names[0] ?? "";
}

async function answer(order: SessionOrder): Promise<SessionAnswer> {
  if (order.kind === "load") {
    await load(order);
    return { kind: "loaded" };
  }
  if (loaded === undefined) throw new Error("no model is loaded");
  const rows: Float32Array[] = [];
  for (const sequence of order.sequences) rows.push(await loaded(sequence));
  return { kind: "done", rows };
}

process.on("message", (order: SessionOrder) => {
  void answer(order)
    .catch(
      (error: unknown): SessionAnswer => ({ kind: "failed", message: error instanceof Error ? error.message : "" }),
    )
    .then((said) => process.send?.(said));
});
process.once("disconnect", () => process.exit());
// A terminal sends these to every process; the server decides when work ends.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
