import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { EmbeddingModel } from "../embedding-model.ts";
import { realModelFolder } from "../testing/real-model.ts";
import { referenceEncoder } from "../testing/reference-encoder.ts";
import { type TinyModel, writeTinyModel } from "../testing/tiny-model.ts";
import { checkAgainstReference } from "./check-against-reference.ts";
import { onnxGraph } from "./graph/onnx-graph.ts";
import type { LocalEmbeddingOptions } from "./local-model-options.ts";
import { type LocalEmbeddingModel, openLocalEmbeddingModel } from "./open-local-embedding-model.ts";
import { findReference } from "./reference/reference-vectors.ts";
import { readTokenizer } from "./tokenize/read-tokenizer.ts";

const root = mkdtempSync(path.join(tmpdir(), "khoj-embedding-"));
const opened: EmbeddingModel[] = [];
afterAll(async () => {
  for (const model of opened) await model.close();
  rmSync(root, { recursive: true, force: true });
});

let count = 0;
const tinyFolder = (model: TinyModel = { kind: "bert" }): string =>
  writeTinyModel(path.join(root, `model-${count++}`), model);

async function open(folder: string, options: Partial<LocalEmbeddingOptions> = {}): Promise<LocalEmbeddingModel> {
  const model = await openLocalEmbeddingModel({ folder, numbers: "float", processes: 1, ...options });
  opened.push(model);
  return model;
}

const passages = Array.from(
  { length: 60 },
  (_, index) => `the cat sat on the mat ${"dog ran fast ".repeat(index % 9)}${index}`,
);

/** A graph that multiplies two matrices of zeros, which for one word takes minutes. */
function folderThatHangsOver(word: string): string {
  const folder = tinyFolder();
  rmSync(path.join(folder, "model.safetensors"));
  const { vocab } = JSON.parse(readFileSync(path.join(folder, "tokenizer.json"), "utf8")).model;
  const graph = onnxGraph("a test");
  const tokens = graph.input("input_ids", "int64", ["texts", "tokens"]);
  const sizes = Float32Array.from({ length: 200 }, (_, token) => (token === vocab[word] ? 12_000 : 2));
  const chosen = graph.node("Gather", [graph.floats(sizes, [200]), tokens]);
  const size = graph.node("Cast", [graph.node("ReduceMax", [chosen], { keepdims: { int: 0 } })], { to: { int: 7 } });
  const one = graph.node("Unsqueeze", [size, graph.integers([0])]);
  const zeros = graph.node("ConstantOfShape", [graph.node("Concat", [one, one], { axis: { int: 0 } })]);
  const product = graph.node("ReduceMax", [graph.node("MatMul", [zeros, zeros])], { keepdims: { int: 0 } });
  const vector = graph.node("Add", [graph.floats([0.6, 0.8], [2]), product]);
  graph.output("vector", vector, [2]);
  writeFileSync(path.join(folder, "model.onnx"), Buffer.concat(graph.finish().pieces));
  return folder;
}

describe("a local embedding model", () => {
  it("makes the same vectors alone and among others, in one process and in two", async () => {
    const folder = tinyFolder();
    const one = await open(folder, { numbers: "int8" });
    const two = await open(folder, { numbers: "int8", processes: 2 });
    const together = await two.embed(passages, { kind: "passage" });
    const alone = await one.embed(passages.slice(40, 41), { kind: "query" });
    expect(alone[0]).toEqual(together[40]);
    expect(one.key).toBe(two.key);
  });

  it("embeds a long text in parts and loses nothing of it", async () => {
    const model = await open(tinyFolder(), { maxTokens: 16 });
    const [short, long] = await model.embed(["the cat", "the cat sat on the mat and the dog ran fast in the rain"], {
      kind: "passage",
    });
    expect(short).toHaveLength(1);
    expect(long?.length).toBeGreaterThan(1);
    expect(model.maxTokens).toBe(16);
  });

  it("answers a question before passages that wait, and those in their order", async () => {
    const model = await open(tinyFolder());
    const order: string[] = [];
    const waiting = [1, 2, 3].map((call) =>
      model.embed(passages, { kind: "passage" }).then(() => order.push(`passages ${call}`)),
    );
    await model.embed(["dog"], { kind: "query" });
    order.push("question");
    await Promise.all(waiting);
    expect(order).toEqual(["question", "passages 1", "passages 2", "passages 3"]);
  });

  it("does again what a process held that was killed", async () => {
    const model = await open(tinyFolder(), { processes: 2 });
    const wanted = await model.embed(passages, { kind: "passage" });
    const again = model.embed([...passages, ...passages, ...passages], { kind: "passage" });
    for (const pid of model.processes()) process.kill(pid, "SIGKILL");
    expect(await again).toEqual([...wanted, ...wanted, ...wanted]);
  });

  it("does again what a process held that does not answer any more, without whoever asked noticing", async () => {
    const model = await open(tinyFolder(), { processes: 2, patience: 2000 });
    const wanted = await model.embed(passages, { kind: "passage" });
    const again = model.embed([...passages, ...passages], { kind: "passage" });
    const before = model.processes();
    for (const pid of before) process.kill(pid, "SIGSTOP");
    expect(await again).toEqual([...wanted, ...wanted]);
    expect(model.processes().filter((pid) => before.includes(pid))).toEqual([]);
  });

  it("refuses a text over which two processes hung, with the reason, and reads its neighbours", async () => {
    const model = await open(folderThatHangsOver("rain"), { patience: 1500 });
    const texts = ["the cat", "rain", "the dog"];
    await expect(model.embed(texts, { kind: "passage" })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("did not answer in"),
    });
    // It is known now: no third process hangs over it.
    const before = model.processes();
    await expect(model.embed(["rain"], { kind: "passage" })).rejects.toMatchObject({ code: "invalid" });
    expect(model.processes()).toEqual(before);
    expect(await model.embed(["the cat", "the dog"], { kind: "passage" })).toHaveLength(2);
  });

  it("gives up what was called off and goes on with the rest", async () => {
    const model = await open(tinyFolder());
    const calledOff = new AbortController();
    const dropped = model.embed(passages, { kind: "passage", signal: calledOff.signal });
    const kept = model.embed(["dog"], { kind: "passage" });
    calledOff.abort(new Error("paused"));
    await expect(dropped).rejects.toThrow("paused");
    expect(await kept).toHaveLength(1);
  });

  it("ends its processes when there is nothing to do and comes back by itself", async () => {
    const model = await open(tinyFolder(), { idleAfter: 20, processes: 2 });
    const before = await model.embed(passages, { kind: "passage" });
    await expect.poll(() => model.processes(), { timeout: 20_000 }).toEqual([]);
    expect(await model.embed(passages, { kind: "passage" })).toEqual(before);
  });

  it("answers nothing more once it is closed", async () => {
    const model = await open(tinyFolder());
    const held = model.embed(passages, { kind: "passage" });
    await model.close();
    await expect(held).rejects.toThrow("was closed");
    await expect(model.embed(["dog"], { kind: "query" })).rejects.toThrow("was closed");
  });

  it("is built once, and again when what was built is damaged", async () => {
    const folder = tinyFolder();
    const first = await open(folder);
    const wanted = await first.embed(passages, { kind: "passage" });
    const built = (): string[] => readdirSync(folder).filter((name) => name.endsWith(".onnx"));
    const [name = ""] = built();
    await open(folder);
    expect(built()).toEqual([name]);

    truncateSync(path.join(folder, name), 1000);
    const lines: string[] = [];
    const again = await open(folder, { log: (line) => lines.push(line) });
    expect(await again.embed(passages, { kind: "passage" })).toEqual(wanted);
    expect(lines.join()).toContain("built again");
    expect(again.key).toBe(first.key);
  });

  it("never computes with a graph that was changed while it was open", async () => {
    const folder = tinyFolder();
    const model = await open(folder);
    await model.embed(["dog"], { kind: "query" });
    for (const name of readdirSync(folder)) if (name.endsWith(".onnx")) appendFileSync(path.join(folder, name), "x");
    expect(await model.embed(["dog"], { kind: "query" })).toHaveLength(1);
    for (const pid of model.processes()) process.kill(pid, "SIGKILL");
    await expect(model.embed(["dog"], { kind: "query" })).rejects.toThrow("was changed after it was opened");
  });

  it("has another key with other weights, other numbers or other words before the text", async () => {
    const folder = tinyFolder();
    const keys = [
      await open(folder, { name: "m" }),
      await open(folder, { name: "m", numbers: "int8" }),
      await open(folder, { name: "m", prefixes: { query: "the ", passage: "a " } }),
      await open(tinyFolder({ kind: "bert", seed: 2 }), { name: "m" }),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(4);
  });

  it("pools a graph of somebody's own that answers a row for each token", async () => {
    const folder = tinyFolder();
    rmSync(path.join(folder, "model.safetensors"));
    const graph = onnxGraph("a test");
    const shape = ["texts", "tokens"];
    const tokens = graph.input("input_ids", "int64", shape);
    graph.input("attention_mask", "int64", shape);
    graph.input("token_type_ids", "int64", shape);
    const table = Float32Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? at : 100));
    graph.output("last_hidden_state", graph.node("Gather", [graph.floats(table, [100, 2]), tokens]), [...shape, 2]);
    writeFileSync(path.join(folder, "model.onnx"), Buffer.concat(graph.finish().pieces));
    const model = await open(folder);
    const [[vector] = []] = await model.embed(["the cat"], { kind: "query" });
    // The tokens are 2, 4, 5 and 3: their rows' mean is (7, 100).
    expect(model.dimensions).toBe(2);
    expect((vector?.[0] ?? 0) / (vector?.[1] ?? 0)).toBeCloseTo(0.07, 5);
    expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5);
  });

  it("takes a folder with an ONNX graph of somebody's own", async () => {
    const built = tinyFolder();
    const model = await open(built);
    const wanted = await model.embed(["the dog"], { kind: "query" });
    const own = path.join(root, "own");
    mkdirSync(own);
    for (const name of ["tokenizer.json", "config.json"]) copyFileSync(path.join(built, name), path.join(own, name));
    const [graph = ""] = readdirSync(built).filter((name) => name.endsWith(".onnx"));
    copyFileSync(path.join(built, graph), path.join(own, "model.onnx"));
    const taken = await open(own);
    expect(taken.dimensions).toBe(32);
    expect(await taken.embed(["the dog"], { kind: "query" })).toEqual(wanted);
  });
});

describe("a model that cannot be used is refused in words:", () => {
  it.each([
    {
      what: "of another kind",
      spoil: { "config.json": '{"model_type":"deberta-v2"}' },
      says: 'of the kind "deberta-v2"',
    },
    {
      what: "with weights that are cut",
      spoil: { "model.safetensors": "\u0010\0\0" },
      says: "not a whole safetensors file",
    },
    {
      what: "with a tokeniser that is not JSON",
      spoil: { "tokenizer.json": "{" },
      says: "tokenizer.json is not whole JSON",
    },
    {
      what: "with a tokeniser of another kind",
      spoil: { "tokenizer.json": '{"model":{"type":"BPE","vocab":{}}}' },
      says: '"BPE"',
    },
    {
      what: "with layers after the encoder",
      spoil: { "modules.json": '[{"type":"sentence_transformers.models.Dense"}]' },
      says: "models.Dense",
    },
    {
      what: "that takes the largest of its tokens",
      spoil: { "1_Pooling/config.json": '{"pooling_mode_max_tokens":true}' },
      says: "max_tokens",
    },
  ])("one $what", async ({ spoil, says }) => {
    const folder = tinyFolder();
    mkdirSync(path.join(folder, "1_Pooling"));
    for (const [name, text] of Object.entries(spoil)) writeFileSync(path.join(folder, name), text);
    await expect(open(folder)).rejects.toThrow(says);
  });

  it("one without weights", async () => {
    const folder = tinyFolder();
    rmSync(path.join(folder, "model.safetensors"));
    await expect(open(folder)).rejects.toThrow("neither model.safetensors nor model.onnx");
  });

  it("one that does not make its reference vectors", async () => {
    const folder = tinyFolder();
    const other = referenceEncoder(tinyFolder({ kind: "bert", seed: 9 }));
    const vector = Float16Array.from(other.vector({ tokens: [2, 9, 3] }));
    const reference = { texts: ["dog"], vectors: [Buffer.from(vector.buffer).toString("base64")] };
    await expect(open(folder, { reference })).rejects.toThrow("does not make the vectors it should");
  });
});

const real = await realModelFolder();
const notRun = real.folder === undefined ? ` (not run: ${real.missing})` : "";

describe.skipIf(notRun !== "")(`the real default model${notRun}`, () => {
  const folder = real.folder ?? "";
  const texts = [
    "The quarterly report is due on Friday, and nobody has written the summary yet.",
    "Kräutertee hilft, sagt man, bei Erkältung; bewiesen ist es nicht.",
    "Ohm's law: V = I × R",
    "SELECT name FROM users WHERE id = 7;",
  ];

  it("is exact in float and near enough in int8 against an independent computation", async () => {
    const tokenizer = readTokenizer(readFileSync(path.join(folder, "tokenizer.json"), "utf8"));
    const encoder = referenceEncoder(folder);
    const wanted = texts.map((text) => encoder.vector({ tokens: [101, ...tokenizer.encode(text), 102] }));
    for (const numbers of ["float", "int8"] as const) {
      const model = await open(folder, { numbers, builtFolder: path.join(root, "built") });
      const made = await model.embed(texts, { kind: "passage" });
      const cosines = made.map(([vector], index) => product(wanted[index] ?? [], vector ?? []));
      const off = made.map(([vector], index) =>
        Math.max(...(wanted[index] ?? []).map((value, at) => Math.abs(value - (vector?.[at] ?? 9)))),
      );
      if (numbers === "float") expect(Math.max(...off)).toBeLessThan(1e-5);
      else expect(cosines.reduce((sum, each) => sum + each, 0) / cosines.length).toBeGreaterThan(0.99);
    }
  });

  it("reproduces the reference vectors of its catalogue entry", async () => {
    const reference = findReference("all-MiniLM-L6-v2") ?? { texts: [], vectors: [] };
    const model = await open(folder, { numbers: "int8", builtFolder: path.join(root, "built"), reference });
    const { least, mean } = await checkAgainstReference(model, reference, "int8");
    expect(least).toBeGreaterThan(0.98);
    expect(mean).toBeGreaterThan(0.99);
  });
});

const product = (some: ArrayLike<number>, others: ArrayLike<number>): number =>
  Array.from(some).reduce((sum, value, at) => sum + value * (others[at] ?? 0), 0);
