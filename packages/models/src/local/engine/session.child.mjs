import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

// A process of its own for one session: what a native library does wrong ends here and nowhere else, and its memory
// returns to the system when it ends. It computes one text at a time with one thread, and ends with whoever started it.
// Plain JavaScript in one file, because what makes Node read TypeScript costs 30 MB in every process.

/** @type {((sequence: import("./messages.ts").Sequence) => Promise<Float32Array>) | undefined} */
let loaded;

// One order after the other: the next may lie here already, so that nobody waits for the way between.
let last = Promise.resolve();
process.on("message", (order) => {
  last = last
    .then(() => answer(order))
    .catch((error) => ({ kind: "failed", message: error instanceof Error ? error.message : "" }))
    .then((said) => process.send?.(said));
});
process.once("disconnect", () => process.exit());
// A terminal sends these to every process; the server decides when work ends.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

/** @returns {Promise<import("./messages.ts").SessionAnswer>} */
async function answer(order) {
  if (order.kind === "load") {
    loaded = await load(order);
    return { kind: "loaded" };
  }
  if (loaded === undefined) throw new Error("no model is loaded");
  const rows = [];
  for (const sequence of order.sequences) rows.push(await loaded(sequence));
  return { kind: "done", rows };
}

/** @param {import("./messages.ts").LoadOrder} order */
async function load({ file, sha256, pooling }) {
  if ((await hashFile(file)) !== sha256) throw new Error("the file was changed after it was opened");
  const { InferenceSession, Tensor } = await importRuntime();
  const session = await InferenceSession.create(file, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    logSeverityLevel: 4,
  });
  const output = chooseOutput(session.outputNames);
  return async (sequence) => {
    const feeds = {};
    for (const { name, type, shape } of session.inputMetadata) {
      const values = inputValues(name, sequence);
      const data = type === "int32" ? values : BigInt64Array.from(values, BigInt);
      // Our own graphs read one text; others read rows of texts.
      feeds[name] = new Tensor(type, data, shape.length === 1 ? [values.length] : [1, values.length]);
    }
    const { [output]: found } = await session.run(feeds, [output]);
    return pool(found.data, found.dims, pooling);
  };
}

async function hashFile(path) {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece);
  return hash.digest("hex");
}

/** Its binaries exist for the usual systems only, and set-up keeps the one for this. */
async function importRuntime() {
  try {
    return await import("onnxruntime-node");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split("\n")[0] : "";
    const where = `${process.platform} ${process.arch}`;
    throw new Error(
      `onnxruntime-node does not load on ${where} (${why}); use another machine's model with KHOJ_EMBEDDING=endpoint, or words alone with KHOJ_EMBEDDING=none`,
      { cause },
    );
  }
}

function inputValues(name, { tokens, types }) {
  if (name === "input_ids") return tokens;
  if (name === "attention_mask") return new Int32Array(tokens.length).fill(1);
  if (name === "token_type_ids") return types ?? new Int32Array(tokens.length);
  throw new Error(`the graph wants "${name}"; Khoj gives input_ids, attention_mask and token_type_ids`);
}

/** A vector for the whole text where the graph makes one; otherwise the rows, which stand first. */
function chooseOutput(names) {
  const whole = ["vector", "scores", "sentence_embedding", "dense_vecs", "logits"].find((name) => names.includes(name));
  return whole ?? names[0];
}

/**
 * One row of what a graph answers for one text. `none`: what it says as it is. Otherwise a vector of length 1: a graph
 * of somebody's own may answer a row for each token, or a vector of any length.
 */
function pool(data, shape, pooling) {
  if (pooling === "none") return Float32Array.from(data);
  const width = shape.at(-1);
  const rows = shape.length === 3 && pooling === "mean" ? data.length / width : 1;
  const vector = new Float32Array(width);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < width; at++) vector[at] += data[row * width + at];
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
