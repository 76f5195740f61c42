import { KhojError } from "@khoj/contract";
import { readJsonObject } from "./json-file.ts";

export type Activation = "gelu" | "gelu-tanh" | "relu";

/** What an encoder of the BERT family is made of. */
export interface EncoderConfig {
  readonly layers: number;
  readonly heads: number;
  readonly hidden: number;
  readonly vocabulary: number;
  readonly epsilon: number;
  readonly activation: Activation;
  /** The row of the position table that the first token gets: 0, or 2 in XLM-R. */
  readonly firstPosition: number;
  readonly maxTokens: number;
  /** How many relevances a cross-encoder's head answers. */
  readonly labels: number;
}

/** What `model_type` may say, and how such a model is built. */
export const families: Readonly<Record<string, "bert" | "roberta">> = {
  bert: "bert",
  roberta: "roberta",
  "xlm-roberta": "roberta",
  camembert: "roberta",
};
const activations: Readonly<Record<string, Activation>> = {
  gelu: "gelu",
  gelu_new: "gelu-tanh",
  gelu_pytorch_tanh: "gelu-tanh",
  relu: "relu",
};

/** Reads config.json; what the builder could not build is refused in words. */
export function readEncoderConfig(json: string): EncoderConfig {
  const config = readJsonObject(json, "config.json");
  const type = String(config.model_type ?? "");
  const family = families[type];
  if (family === undefined) {
    throw refused(`the model is of the kind "${type}"; Khoj builds ${Object.keys(families).join(", ")}`);
  }
  const activation = activations[String(config.hidden_act ?? "gelu")];
  if (activation === undefined) throw refused(`its activation is "${String(config.hidden_act)}"`);
  const positions = String(config.position_embedding_type ?? "absolute");
  if (positions !== "absolute") throw refused(`its positions are "${positions}", not absolute`);
  if (config.is_decoder === true) throw refused("it is a decoder");
  const firstPosition = firstPositionOf(config);
  const hidden = count(config, "hidden_size");
  const heads = count(config, "num_attention_heads");
  if (hidden % heads !== 0) throw refused(`its ${hidden} numbers do not divide among ${heads} heads`);
  return {
    layers: count(config, "num_hidden_layers"),
    heads,
    hidden,
    vocabulary: count(config, "vocab_size"),
    epsilon: Number(config.layer_norm_eps ?? 1e-12),
    activation,
    firstPosition,
    maxTokens: count(config, "max_position_embeddings") - firstPosition,
    labels: Object.keys(config.id2label ?? {}).length || Number(config.num_labels ?? 1),
  };
}

/** The most tokens a model has places for, which is all that is asked of a graph that comes ready. */
export function readMaxTokens(json: string): number {
  const config = readJsonObject(json, "config.json");
  return Number(config.max_position_embeddings ?? 512) - firstPositionOf(config);
}

const firstPositionOf = (config: Record<string, unknown>): number =>
  families[String(config.model_type)] === "roberta" ? Number(config.pad_token_id ?? 1) + 1 : 0;

function count(config: Record<string, unknown>, name: string): number {
  const value = config[name];
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) throw refused(`config.json has no ${name}`);
  return value;
}

const refused = (why: string): KhojError =>
  new KhojError(
    "not_configured",
    `Khoj cannot build this model: ${why}. Choose another, or one that comes as model.onnx.`,
  );
