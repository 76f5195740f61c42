import { readFileSync } from "node:fs";
import path from "node:path";

// An encoder of the BERT family in float64, one plain loop after the other and without a line of the builder's: what the
// builder's graphs are held against.

type Matrix = Float64Array[];

export interface ReferenceInput {
  readonly tokens: readonly number[];
  readonly types?: readonly number[];
}

interface Facts {
  readonly model_type: string;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly layer_norm_eps: number;
  readonly hidden_act: string;
  readonly pad_token_id: number;
}

/** Opens a folder of safetensors for slow and exact computing. */
export function referenceEncoder(folder: string) {
  const facts = JSON.parse(readFileSync(path.join(folder, "config.json"), "utf8")) as Facts;
  const tensors = readTensors(path.join(folder, "model.safetensors"));
  const hiddenRows = (input: ReferenceInput): Matrix => encode(facts, tensors, input);
  return {
    /** A vector of length 1. */
    vector(input: ReferenceInput, pooling: "mean" | "cls" = "mean"): Float64Array {
      const rows = hiddenRows(input);
      const first = rows[0] ?? new Float64Array();
      const pooled = first.map((value, at) =>
        pooling === "cls" ? value : rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / rows.length,
      );
      const length = Math.sqrt(pooled.reduce((sum, value) => sum + value * value, 0));
      return pooled.map((value) => value / length);
    },
    /** What a cross-encoder answers for a pair, before anything is made of it. */
    scores(input: ReferenceInput): Float64Array {
      const [first = new Float64Array()] = hiddenRows(input);
      const isRoberta = tensors.has("classifier.out_proj.weight");
      const before = isRoberta ? "classifier.dense" : "bert.pooler.dense";
      const pooled = dense(tensors, [first], before).map((row) => row.map(Math.tanh));
      return dense(tensors, pooled, isRoberta ? "classifier.out_proj" : "classifier")[0] ?? new Float64Array();
    },
  };
}

function encode(facts: Facts, tensors: Tensors, { tokens, types }: ReferenceInput): Matrix {
  const prefix = tensors.prefix;
  const first = facts.model_type === "bert" ? 0 : facts.pad_token_id + 1;
  let rows: Matrix = tokens.map((token, at) => {
    const word = tensors.row(`${prefix}embeddings.word_embeddings.weight`, token);
    const place = tensors.row(`${prefix}embeddings.position_embeddings.weight`, first + at);
    const type = tensors.row(`${prefix}embeddings.token_type_embeddings.weight`, types?.[at] ?? 0);
    return word.map((value, index) => value + (place[index] ?? 0) + (type[index] ?? 0));
  });
  rows = layerNorm(facts, tensors, rows, `${prefix}embeddings.LayerNorm`);
  for (let layer = 0; layer < facts.num_hidden_layers; layer++) {
    const name = `${prefix}encoder.layer.${layer}`;
    const mixed = dense(tensors, attend(facts, tensors, rows, name), `${name}.attention.output.dense`);
    rows = layerNorm(facts, tensors, add(mixed, rows), `${name}.attention.output.LayerNorm`);
    const wide = dense(tensors, rows, `${name}.intermediate.dense`).map((row) => row.map(activation(facts)));
    rows = layerNorm(
      facts,
      tensors,
      add(dense(tensors, wide, `${name}.output.dense`), rows),
      `${name}.output.LayerNorm`,
    );
  }
  return rows;
}

function attend({ num_attention_heads: heads }: Facts, tensors: Tensors, rows: Matrix, name: string): Matrix {
  const query = dense(tensors, rows, `${name}.attention.self.query`);
  const key = dense(tensors, rows, `${name}.attention.self.key`);
  const value = dense(tensors, rows, `${name}.attention.self.value`);
  const width = (rows[0]?.length ?? 0) / heads;
  const mixed = rows.map((row) => new Float64Array(row.length));
  for (let head = 0; head < heads; head++) {
    const from = head * width;
    for (const [at, asked] of query.entries()) {
      const likeness = key.map((each) => {
        let sum = 0;
        for (let index = from; index < from + width; index++) sum += (asked[index] ?? 0) * (each[index] ?? 0);
        return sum / Math.sqrt(width);
      });
      const highest = Math.max(...likeness);
      const shares = likeness.map((each) => Math.exp(each - highest));
      const total = shares.reduce((sum, each) => sum + each, 0);
      const out = mixed[at] ?? new Float64Array();
      for (const [other, share] of shares.entries()) {
        const given = value[other] ?? new Float64Array();
        for (let index = from; index < from + width; index++) {
          out[index] = (out[index] ?? 0) + (share / total) * (given[index] ?? 0);
        }
      }
    }
  }
  return mixed;
}

function dense(tensors: Tensors, rows: Matrix, name: string): Matrix {
  const weight = tensors.get(`${name}.weight`);
  const bias = tensors.get(`${name}.bias`);
  return rows.map((row) => {
    const out = new Float64Array(bias.length);
    for (let output = 0; output < out.length; output++) {
      let sum = bias[output] ?? 0;
      const start = output * row.length;
      for (let input = 0; input < row.length; input++)
        sum += (row[input] as number) * (weight[start + input] as number);
      out[output] = sum;
    }
    return out;
  });
}

function layerNorm({ layer_norm_eps: epsilon }: Facts, tensors: Tensors, rows: Matrix, name: string): Matrix {
  const weight = tensors.get(`${name}.weight`);
  const bias = tensors.get(`${name}.bias`);
  return rows.map((row) => {
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
    return row.map(
      (value, at) => ((value - mean) / Math.sqrt(variance + epsilon)) * (weight[at] ?? 0) + (bias[at] ?? 0),
    );
  });
}

const add = (some: Matrix, others: Matrix): Matrix =>
  some.map((row, index) => row.map((value, at) => value + (others[index]?.[at] ?? 0)));

function activation({ hidden_act: name }: Facts): (x: number) => number {
  if (name === "relu") return (x) => Math.max(0, x);
  if (name === "gelu") return (x) => (x / 2) * (1 + erf(x / Math.SQRT2));
  return (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

/** The error function by its series, and where that converges slowly by its continued fraction. */
function erf(x: number): number {
  if (x < 0) return -erf(-x);
  if (x > 6) return 1;
  if (x < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
      if (n > 200) break;
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (x + fraction);
  return 1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

interface Tensors {
  readonly prefix: string;
  has(name: string): boolean;
  get(name: string): Float32Array;
  row(name: string, index: number): Float64Array;
}

function readTensors(file: string): Tensors {
  const bytes = readFileSync(file);
  const start = 8 + Number(bytes.readBigUInt64LE());
  const head = JSON.parse(bytes.toString("utf8", 8, start)) as Record<
    string,
    { shape: number[]; data_offsets: [number, number] }
  >;
  const get = (name: string): Float32Array => {
    const entry = head[name];
    if (entry === undefined) throw new Error(`no tensor ${name}`);
    const [from, to] = entry.data_offsets;
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset + start + from, bytes.byteOffset + start + to));
  };
  const memory = new Map<string, Float32Array>();
  const remembered = (name: string): Float32Array => {
    const known = memory.get(name) ?? get(name);
    memory.set(name, known);
    return known;
  };
  const word = Object.keys(head).find((name) => name.endsWith("embeddings.word_embeddings.weight")) ?? "";
  return {
    prefix: word.slice(0, word.indexOf("embeddings.word")),
    has: (name) => name in head,
    get: remembered,
    row(name, index) {
      const width = head[name]?.shape[1] ?? 0;
      return Float64Array.from(remembered(name).subarray(index * width, (index + 1) * width));
    },
  };
}
