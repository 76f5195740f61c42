import type { Numbers } from "../local-model-options.ts";
import type { EncoderConfig } from "../weights/encoder-config.ts";
import type { EncoderWeights, Linear } from "../weights/encoder-weights.ts";
import { floatLinear, int8Linear, quantizeRows } from "./linear-nodes.ts";
import type { OnnxGraph } from "./onnx-graph.ts";

/** The graph being written, with what its layers need to know. */
export interface EncoderBuild {
  readonly graph: OnnxGraph;
  readonly config: EncoderConfig;
  readonly weights: EncoderWeights;
  readonly numbers: Numbers;
}

/**
 * Writes an encoder for one text at a time, so that a vector never depends on what else is computed: tokens in, one row
 * for each token out.
 */
export async function buildEncoder(build: EncoderBuild, tokens: string, types: string | undefined): Promise<string> {
  let rows = await embeddings(build, tokens, types);
  for (let layer = 0; layer < build.config.layers; layer++) {
    const name = `encoder.layer.${layer}`;
    rows = await attention(build, rows, name);
    rows = await feedForward(build, rows, name);
  }
  return rows;
}

export const linear = (build: EncoderBuild, from: string, weights: Linear): string =>
  build.numbers === "int8" ? int8Linear(build.graph, from, weights) : floatLinear(build.graph, from, weights);

async function embeddings(build: EncoderBuild, tokens: string, types: string | undefined): Promise<string> {
  const { graph, config, weights } = build;
  const words = await wordRows(build, tokens);
  const positionTable = await weights.table("position");
  const start = graph.integers([config.firstPosition]);
  const length = graph.node("Shape", [tokens]);
  const positions = graph.node("Slice", [
    graph.floats(positionTable.values, positionTable.shape),
    start,
    graph.node("Add", [length, start]),
    graph.integers([0]),
  ]);
  const typeTable = await weights.table("token_type");
  // With one text every token is of its first type, and the table is one row.
  const typeRows =
    types === undefined
      ? graph.floats(typeTable.values.slice(0, config.hidden), [config.hidden])
      : graph.node("Gather", [graph.floats(typeTable.values, typeTable.shape), types]);
  const sum = graph.node("Add", [graph.node("Add", [words, positions]), typeRows]);
  return norm(build, sum, "embeddings.LayerNorm");
}

async function wordRows({ graph, config, weights, numbers }: EncoderBuild, tokens: string): Promise<string> {
  const { values, shape } = await weights.table("word");
  if (numbers === "float") return graph.node("Gather", [graph.floats(values, shape), tokens]);
  const [count = 0] = shape;
  const small = quantizeRows(values, count, config.hidden);
  const rows = graph.node("Cast", [graph.node("Gather", [graph.int8s(small.values, shape), tokens])], {
    to: { int: 1 },
  });
  return graph.node("Mul", [rows, graph.node("Gather", [graph.floats(small.scales, [count, 1]), tokens])]);
}

async function attention(build: EncoderBuild, rows: string, name: string): Promise<string> {
  const { graph, config } = build;
  const width = config.hidden / config.heads;
  const joined = linear(build, rows, await queryKeyValue(build, name));
  const thirds = graph.integers([config.hidden, config.hidden, config.hidden]);
  const [query = "", key = "", value = ""] = graph.nodes("Split", [joined, thirds], 3, { axis: { int: -1 } });
  const heads = (from: string, order: readonly number[]): string =>
    graph.node("Transpose", [graph.node("Reshape", [from, graph.integers([0, config.heads, width])])], {
      perm: { ints: order },
    });
  const likeness = graph.node("MatMul", [heads(query, [1, 0, 2]), heads(key, [1, 2, 0])]);
  const shares = graph.node("Softmax", [likeness], { axis: { int: -1 } });
  const mixed = graph.node("Transpose", [graph.node("MatMul", [shares, heads(value, [1, 0, 2])])], {
    perm: { ints: [1, 0, 2] },
  });
  const together = graph.node("Reshape", [mixed, graph.integers([0, config.hidden])]);
  const out = linear(build, together, await build.weights.linear(`${name}.attention.output.dense`));
  return norm(build, graph.node("Add", [out, rows]), `${name}.attention.output.LayerNorm`);
}

/** The three matrices side by side; the query's holds the division by the root of a head's width. */
async function queryKeyValue({ config, weights }: EncoderBuild, name: string): Promise<Linear> {
  const scale = 1 / Math.sqrt(config.hidden / config.heads);
  const [query, key, value] = [
    await weights.linear(`${name}.attention.self.query`),
    await weights.linear(`${name}.attention.self.key`),
    await weights.linear(`${name}.attention.self.value`),
  ];
  return {
    inputs: query.inputs,
    outputs: query.outputs + key.outputs + value.outputs,
    rows: joinFloats([query.rows.map((each) => each * scale), key.rows, value.rows]),
    bias: joinFloats([query.bias.map((each) => each * scale), key.bias, value.bias]),
  };
}

async function feedForward(build: EncoderBuild, rows: string, name: string): Promise<string> {
  const { graph, config, weights } = build;
  const wide = linear(build, rows, await weights.linear(`${name}.intermediate.dense`));
  const active =
    config.activation === "relu"
      ? graph.node("Relu", [wide])
      : graph.node("Gelu", [wide], config.activation === "gelu" ? {} : { approximate: { text: "tanh" } });
  const narrow = linear(build, active, await weights.linear(`${name}.output.dense`));
  return norm(build, graph.node("Add", [narrow, rows]), `${name}.output.LayerNorm`);
}

async function norm({ graph, config, weights }: EncoderBuild, from: string, name: string): Promise<string> {
  const { weight, bias } = await weights.norm(name);
  const shape = [config.hidden];
  return graph.node("LayerNormalization", [from, graph.floats(weight, shape), graph.floats(bias, shape)], {
    axis: { int: -1 },
    epsilon: { float: config.epsilon },
  });
}

function joinFloats(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
