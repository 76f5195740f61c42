import { writeFileSync } from "node:fs";

// A real Llama of one layer that says what it is told to: each word calls for the next, and whatever is read calls for the
// first. 300 KB, written by the test that needs it.

export interface TinyGguf {
  /** What it says, word by word; then it ends, or begins anew. */
  readonly words: readonly string[];
  readonly ends: boolean;
  readonly contextTokens?: number;
  /** Jinja; without it, it is a base model. */
  readonly chatTemplate?: string;
}

const width = 128;
const inner = 32;

/** Writes the file and answers its name. */
export function writeTinyGguf(file: string, model: TinyGguf): string {
  const { words, ends, contextTokens = 512, chatTemplate } = model;
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);
  // Words can be said, and not read: no text is cut so that they come about.
  const tokens = ["<unk>", "<s>", "</s>", ...bytes, ...words.map((word) => `▁${word}`)];
  const first = tokens.length - words.length;
  const kinds = tokens.map((_, token) => (token === 0 ? 2 : token < 3 ? 3 : token < first ? 6 : 1));
  const last = ends ? 2 : first;
  const facts: [string, Buffer][] = [
    ["general.architecture", text("llama")],
    ["general.name", text("Tiny")],
    ...Object.entries({
      "llama.context_length": contextTokens,
      "llama.embedding_length": width,
      "llama.block_count": 1,
      "llama.feed_forward_length": inner,
      "llama.attention.head_count": 4,
      "llama.rope.dimension_count": width / 4,
      "llama.vocab_size": tokens.length,
      "tokenizer.ggml.bos_token_id": 1,
      "tokenizer.ggml.eos_token_id": 2,
      "tokenizer.ggml.unknown_token_id": 0,
    }).map(([name, value]): [string, Buffer] => [name, Buffer.concat([u32(4), u32(value)])]),
    ["llama.attention.layer_norm_rms_epsilon", Buffer.concat([u32(6), floats([1e-5])])],
    ["tokenizer.ggml.model", text("llama")],
    ["tokenizer.ggml.tokens", list(8, tokens.map(chars))],
    ["tokenizer.ggml.scores", list(6, [floats(tokens.map(() => -1))], tokens.length)],
    ["tokenizer.ggml.token_type", list(5, kinds.map(u32))],
    ...(chatTemplate === undefined ? [] : [["tokenizer.chat_template", text(chatTemplate)] as [string, Buffer]]),
  ];
  writeFileSync(file, written(facts, weights({ tokens: tokens.length, first, last })));
  return file;
}

interface Weights {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Attention and the layer within add nothing: what comes out is the token's own row, and calls for the one that follows. */
function weights({ tokens, first, last }: { readonly tokens: number; readonly first: number; readonly last: number }) {
  const random = randomNumbers();
  const row = () => Float32Array.from({ length: width }, () => (random() < 0.5 ? -1 : 1));
  // All signs that are read are the same to it.
  const read = row();
  const rows = Array.from({ length: tokens }, (_, token) => (token < first ? read : row()));
  const out = Array.from({ length: tokens }, () => new Float32Array(width));
  const call = (caller: Float32Array, follower: number): void => {
    out[follower] = (out[follower] ?? caller).map((value, at) => value + (caller[at] ?? 0));
  };
  call(read, first);
  for (let word = first; word < tokens; word++) call(rows[word] ?? read, word + 1 < tokens ? word + 1 : last);
  const some = (size: number) => Float32Array.from({ length: size }, () => (random() - 0.5) * 0.1);
  const layer = (name: string, shape: number[], values: Float32Array): Weights => ({
    name: `blk.0.${name}.weight`,
    shape,
    values,
  });
  const tensors: Weights[] = [
    { name: "token_embd.weight", shape: [width, tokens], values: joined(rows) },
    { name: "output_norm.weight", shape: [width], values: new Float32Array(width).fill(1) },
    { name: "output.weight", shape: [width, tokens], values: joined(out) },
    layer("attn_norm", [width], new Float32Array(width).fill(1)),
    layer("ffn_norm", [width], new Float32Array(width).fill(1)),
    ...["attn_q", "attn_k", "attn_v"].map((name) => layer(name, [width, width], some(width * width))),
    layer("attn_output", [width, width], new Float32Array(width * width)),
    ...["ffn_gate", "ffn_up"].map((name) => layer(name, [width, inner], some(width * inner))),
    layer("ffn_down", [inner, width], new Float32Array(width * inner)),
  ];
  return tensors;
}

const joined = (rows: readonly Float32Array[]): Float32Array => Float32Array.from(rows.flatMap((each) => [...each]));

/** The same numbers every time. */
function randomNumbers(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function written(facts: readonly [string, Buffer][], tensors: readonly Weights[]): Buffer {
  let offset = 0;
  const infos = tensors.map(({ name, shape, values }) => {
    const info = Buffer.concat([chars(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset)]);
    offset += aligned(values.byteLength);
    return info;
  });
  const head = Buffer.concat([
    Buffer.from("GGUF"),
    u32(3),
    u64(tensors.length),
    u64(facts.length),
    ...facts.flatMap(([name, value]) => [chars(name), value]),
    ...infos,
  ]);
  return Buffer.concat([head, ...tensors.map(({ values }) => Buffer.from(values.buffer))].map(padded));
}

const aligned = (length: number): number => Math.ceil(length / 32) * 32;
const padded = (part: Buffer): Buffer => Buffer.concat([part, Buffer.alloc(aligned(part.length) - part.length)]);

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
const floats = (values: readonly number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);
const chars = (value: string): Buffer => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const text = (value: string): Buffer => Buffer.concat([u32(8), chars(value)]);
const list = (of: number, items: readonly Buffer[], count = items.length): Buffer =>
  Buffer.concat([u32(9), u32(of), u64(count), ...items]);
