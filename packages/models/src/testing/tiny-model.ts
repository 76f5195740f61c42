import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

// Models of the BERT family with random weights, small enough to be made by a test and large enough to be wrong.

export interface TinyModel {
  readonly kind: "bert" | "xlm-roberta";
  readonly head?: "classifier";
  readonly activation?: "gelu" | "gelu_new" | "relu";
  readonly seed?: number;
  /** How the weights are written: some models come in halves. */
  readonly dtype?: "F32" | "F16" | "BF16";
}

const hidden = 32;
const inner = 64;
const layers = 2;
const positions = 40;
const words = ["the", "cat", "sat", "on", "mat", "dog", "ran", "fast", "rain", "sun"];

/** Writes model.safetensors, config.json and tokenizer.json into the folder. */
export function writeTinyModel(folder: string, model: TinyModel): string {
  mkdirSync(folder, { recursive: true });
  const isBert = model.kind === "bert";
  const tokenizer = isBert ? wordPieceFile() : unigramFile();
  const vocabulary = isBert ? Object.keys(tokenizer.model.vocab).length : (tokenizer.model.vocab as unknown[]).length;
  const config = {
    model_type: model.kind,
    hidden_size: hidden,
    intermediate_size: inner,
    num_hidden_layers: layers,
    num_attention_heads: 4,
    vocab_size: vocabulary,
    max_position_embeddings: positions,
    type_vocab_size: isBert ? 2 : 1,
    layer_norm_eps: isBert ? 1e-12 : 1e-5,
    hidden_act: model.activation ?? "gelu",
    pad_token_id: isBert ? 0 : 1,
    ...(model.head === undefined ? {} : { num_labels: 1, id2label: { 0: "LABEL_0" } }),
  };
  writeFileSync(path.join(folder, "config.json"), JSON.stringify(config));
  writeFileSync(path.join(folder, "tokenizer.json"), JSON.stringify(tokenizer));
  writeFileSync(path.join(folder, "model.safetensors"), safetensors(tensors(model, vocabulary), model));
  return folder;
}

function tensors({ kind, head }: TinyModel, vocabulary: number): Record<string, number[]> {
  const isBert = kind === "bert";
  const prefix = head === undefined ? "" : isBert ? "bert." : "roberta.";
  const shapes: Record<string, number[]> = {
    [`${prefix}embeddings.word_embeddings.weight`]: [vocabulary, hidden],
    [`${prefix}embeddings.position_embeddings.weight`]: [positions, hidden],
    [`${prefix}embeddings.token_type_embeddings.weight`]: [isBert ? 2 : 1, hidden],
  };
  const linear = (name: string, inputs: number, outputs: number): void => {
    shapes[`${name}.weight`] = [outputs, inputs];
    shapes[`${name}.bias`] = [outputs];
  };
  const norm = (name: string): void => {
    shapes[`${name}.weight`] = [hidden];
    shapes[`${name}.bias`] = [hidden];
  };
  norm(`${prefix}embeddings.LayerNorm`);
  for (let layer = 0; layer < layers; layer++) {
    const name = `${prefix}encoder.layer.${layer}`;
    for (const part of ["self.query", "self.key", "self.value", "output.dense"])
      linear(`${name}.attention.${part}`, hidden, hidden);
    norm(`${name}.attention.output.LayerNorm`);
    linear(`${name}.intermediate.dense`, hidden, inner);
    linear(`${name}.output.dense`, inner, hidden);
    norm(`${name}.output.LayerNorm`);
  }
  if (head === "classifier") {
    linear(isBert ? "bert.pooler.dense" : "classifier.dense", hidden, hidden);
    linear(isBert ? "classifier" : "classifier.out_proj", hidden, 1);
  }
  return shapes;
}

function safetensors(shapes: Record<string, number[]>, { seed = 1, dtype = "F32" }: TinyModel): Buffer {
  const random = randomNumbers(seed);
  const head: Record<string, unknown> = { __metadata__: { format: "pt" } };
  const bodies: Buffer[] = [];
  let offset = 0;
  for (const [name, shape] of Object.entries(shapes)) {
    const count = shape.reduce((product, size) => product * size, 1);
    const around = name.endsWith("LayerNorm.weight") ? 1 : 0;
    const values = Float32Array.from({ length: count }, () => around + (random() - 0.5) * 0.6);
    const body = written(values, dtype);
    head[name] = { dtype, shape, data_offsets: [offset, offset + body.length] };
    offset += body.length;
    bodies.push(body);
  }
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, ...bodies]);
}

function written(values: Float32Array, dtype: "F32" | "F16" | "BF16"): Buffer {
  if (dtype === "F32") return Buffer.from(values.buffer);
  if (dtype === "F16") return Buffer.from(Float16Array.from(values).buffer);
  // The upper half of each number.
  return Buffer.from(Uint16Array.from(new Uint32Array(values.buffer), (bits) => bits >>> 16).buffer);
}

/** The same numbers from the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const letters = [..."abcdefghijklmnopqrstuvwxyz"];

function wordPieceFile() {
  const pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", ...words, ...letters, ...letters.map((letter) => `##${letter}`)];
  const template = (items: string[]) =>
    items.map((item) =>
      item === "A" || item === "B"
        ? { Sequence: { id: item, type_id: item === "A" ? 0 : 1 } }
        : {
            SpecialToken: {
              id: item,
              type_id: items.indexOf("B") >= 0 && items.length - items.indexOf(item) < 2 ? 1 : 0,
            },
          },
    );
  const pair = template(["[CLS]", "A", "[SEP]", "B"]);
  return {
    added_tokens: [],
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: template(["[CLS]", "A", "[SEP]"]),
      pair: [...pair, { SpecialToken: { id: "[SEP]", type_id: 1 } }],
      special_tokens: { "[CLS]": { ids: [2] }, "[SEP]": { ids: [3] } },
    },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(pieces.map((piece, token) => [piece, token])),
    },
  };
}

function unigramFile() {
  const pieces: [string, number][] = [
    ["<s>", 0],
    ["<pad>", 0],
    ["</s>", 0],
    ["<unk>", 0],
    ["▁", -3],
    ...words.map((word, index): [string, number] => [`▁${word}`, -4 - index / 10]),
    ...letters.map((letter, index): [string, number] => [letter, -5 - index / 10]),
  ];
  return {
    added_tokens: [],
    normalizer: { type: "NFKC" },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [{ type: "WhitespaceSplit" }, { type: "Metaspace", replacement: "▁", prepend_scheme: "always" }],
    },
    post_processor: { type: "RobertaProcessing", cls: ["<s>", 0], sep: ["</s>", 2] },
    model: { type: "Unigram", unk_id: 3, vocab: pieces },
  };
}
