import type { Numbers } from "../local-model-options.ts";
import type { EncoderConfig } from "../weights/encoder-config.ts";
import type { EncoderWeights } from "../weights/encoder-weights.ts";
import { buildEncoder, type EncoderBuild, linear } from "./encoder-graph.ts";
import { onnxGraph } from "./onnx-graph.ts";
import type { Bytes } from "./protobuf.ts";

/** Raised whenever the builder's output changes: vectors of different versions are not held against each other. */
export const builderVersion = 1;

/** What a model answers for a text: one vector of length 1, or the relevances of a pair. */
export type ModelHead = "mean" | "cls" | "classifier";

export interface BuildOrder {
  readonly config: EncoderConfig;
  readonly weights: EncoderWeights;
  readonly numbers: Numbers;
  readonly head: ModelHead;
}

/** Makes the ONNX model: `input_ids` (and for pairs `token_type_ids`) of one text in, its vector or relevances out. */
export async function buildModel({ config, weights, numbers, head }: BuildOrder): Promise<Bytes> {
  const graph = onnxGraph(`khoj ${builderVersion}`);
  const build: EncoderBuild = { graph, config, weights, numbers };
  const tokens = graph.input("input_ids", "int64", ["tokens"]);
  const types = head === "classifier" ? graph.input("token_type_ids", "int64", ["tokens"]) : undefined;
  const rows = await buildEncoder(build, tokens, types);
  if (head === "classifier") graph.output("scores", await classify(build, rows), [1, config.labels]);
  else graph.output("vector", pool(build, rows, head), [1, config.hidden]);
  return graph.finish();
}

function pool({ graph }: EncoderBuild, rows: string, head: "mean" | "cls"): string {
  // The length becomes 1 in any case, so that the mean need not be divided.
  const pooled = head === "mean" ? graph.node("ReduceSum", [rows, graph.integers([0])]) : firstRow(graph, rows);
  const squares = graph.node("ReduceSum", [graph.node("Mul", [pooled, pooled]), graph.integers([1])]);
  return graph.node("Div", [pooled, graph.node("Max", [graph.node("Sqrt", [squares]), graph.floats([1e-12], [1, 1])])]);
}

const firstRow = (graph: EncoderBuild["graph"], rows: string): string =>
  graph.node("Slice", [rows, graph.integers([0]), graph.integers([1]), graph.integers([0])]);

/** BERT pools with a layer of its own before the classifier; RoBERTa's classifier has two layers. */
async function classify(build: EncoderBuild, rows: string): Promise<string> {
  const { graph, weights } = build;
  const isRoberta = weights.has("classifier.out_proj");
  const before = isRoberta ? await weights.head("classifier.dense") : await weights.linear("pooler.dense");
  const pooled = graph.node("Tanh", [linear(build, firstRow(graph, rows), before)]);
  return linear(build, pooled, await weights.head(isRoberta ? "classifier.out_proj" : "classifier"));
}
