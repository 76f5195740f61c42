import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { KhojError } from "@khoj/contract";
import { hashFile } from "../hash-file.ts";
import { longestOf } from "../installed/file-limits.ts";
import { readTokenizer } from "./tokenize/read-tokenizer.ts";
import type { Tokenizer } from "./tokenize/tokenizer.ts";
import { type EncoderConfig, readEncoderConfig, readMaxTokens } from "./weights/encoder-config.ts";
import { readJsonObject } from "./weights/json-file.ts";

/** What a model's folder says about it. */
export interface ModelFolder {
  readonly tokenizer: Tokenizer;
  /** `onnx`: a graph of somebody's own, taken as it is. */
  readonly kind: "safetensors" | "onnx";
  /** SHA-256 of model.safetensors, or of model.onnx with the weights that lie beside it. */
  readonly weightsHash: string;
  /** SHA-256 of the file itself. */
  readonly graphHash: string;
  /** One for everything in the folder that changes vectors. */
  readonly parts: readonly string[];
  readonly config: EncoderConfig | undefined;
  readonly pooling: "mean" | "cls";
  readonly maxTokens: number;
}

export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const kind = await weightsKind(folder);
  const tokenizerJson = await readText(folder, "tokenizer.json");
  const configJson = await readText(folder, "config.json");
  // A graph that comes ready may be of a kind that we could not build.
  const config = kind === "safetensors" ? readEncoderConfig(configJson) : undefined;
  const tokenizer = readTokenizer(tokenizerJson);
  if (config !== undefined && tokenizer.size > config.vocabulary) {
    throw new KhojError(
      "invalid",
      `tokenizer.json in ${folder} has ${tokenizer.size} tokens, the model ${config.vocabulary}: they are not of one model.`,
    );
  }
  const positions = config?.maxTokens ?? readMaxTokens(configJson);
  const sentences = await readOptional(folder, "sentence_bert_config.json");
  const said = Number(sentences?.max_seq_length ?? positions);
  const pooling = await readPooling(folder);
  const { weightsHash, graphHash } = await hashWeights(folder, kind);
  return {
    tokenizer,
    kind,
    weightsHash,
    graphHash,
    parts: [weightsHash, tokenizerJson, configJson],
    config,
    pooling,
    maxTokens: said > 0 ? Math.min(said, positions) : positions,
  };
}

async function weightsKind(folder: string): Promise<"safetensors" | "onnx"> {
  for (const kind of ["safetensors", "onnx"] as const) {
    if (await isFile(path.join(folder, `model.${kind}`))) return kind;
  }
  throw new KhojError("not_configured", `${folder} holds neither model.safetensors nor model.onnx.`);
}

/** How the model's maker makes one vector of many; a way that Khoj does not have would give other vectors, in silence. */
async function readPooling(folder: string): Promise<"mean" | "cls"> {
  const modules = (await readShort(folder, "modules.json")) ?? "";
  const strange = modules.match(/models\.(?!Transformer|Pooling|Normalize)\w+/)?.[0];
  if (strange !== undefined) throw notPooled(`modules.json names ${strange}`);
  const said = (await readOptional(folder, path.join("1_Pooling", "config.json"))) ?? {};
  const modes = Object.entries(said).flatMap(([name, value]) =>
    name.startsWith("pooling_mode_") && value === true ? [name.slice("pooling_mode_".length)] : [],
  );
  const other = modes.find((mode) => mode !== "cls_token" && mode !== "mean_tokens");
  if (other !== undefined || modes.length > 1) throw notPooled(`1_Pooling/config.json asks for ${modes.join(" and ")}`);
  return modes[0] === "cls_token" ? "cls" : "mean";
}

const notPooled = (why: string): KhojError =>
  new KhojError(
    "not_configured",
    `Khoj makes a vector of the mean of a text's tokens or of the first one, and ${why}. Choose another model.`,
  );

const isFile = async (file: string): Promise<boolean> => (await stat(file).catch(() => undefined))?.isFile() ?? false;

/** A large graph keeps its weights in a file of its own, model.onnx_data. */
async function hashWeights(folder: string, kind: "safetensors" | "onnx") {
  const { sha256: graphHash } = await hashFile(path.join(folder, `model.${kind}`));
  const beside = path.join(folder, "model.onnx_data");
  if (kind === "safetensors" || !(await isFile(beside))) return { graphHash, weightsHash: graphHash };
  const { sha256: besideHash } = await hashFile(beside);
  const weightsHash = createHash("sha256")
    .update(graphHash + besideHash)
    .digest("hex");
  return { graphHash, weightsHash };
}

async function readText(folder: string, name: string): Promise<string> {
  const text = await readShort(folder, name);
  if (text === undefined) throw new KhojError("not_configured", `${folder} has no ${name}, which every model needs.`);
  return text;
}

/** What is too long for what it is called is not read at all. Undefined: it is not there. */
async function readShort(folder: string, name: string): Promise<string | undefined> {
  const file = await open(path.join(folder, name)).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const most = longestOf(name);
    if (size > most)
      throw new KhojError("too_large", `${name} in ${folder} has ${size} bytes; one of a model has ${most} at most.`);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

async function readOptional(folder: string, name: string): Promise<Record<string, unknown> | undefined> {
  const text = await readShort(folder, name);
  return text === undefined ? undefined : readJsonObject(text, name);
}
