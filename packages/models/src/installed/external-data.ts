import { type FileHandle, open } from "node:fs/promises";
import { badRequest } from "@khoj/contract";

/** The one file in which the weights of a graph may lie beside it. */
const besideIt = "model.onnx_data";
/** Where a message of ONNX holds those within it, and a tensor the place of its weights. */
const graph = { 1: "node", 5: "tensor", 15: "sparse" } as const;
const within = {
  model: { 7: "graph", 25: "function" },
  function: { 7: "node" },
  graph,
  node: { 5: "attribute" },
  attribute: { 5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse" },
  sparse: { 1: "tensor", 2: "tensor" },
  tensor: { 13: "entry" },
} as const satisfies Record<string, Readonly<Record<number, string>>>;
type Message = keyof typeof within;

const deepest = 64;
const longestName = 4096;
const windowBytes = 64 * 1024;

/**
 * Holds what an ONNX graph says of its weights to one file beside it: a graph may name any file of the machine, and who
 * runs it would read that. Reads the graph without its weights. Refuses what is no ONNX.
 */
export async function requireNearWeights(file: string): Promise<void> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    await walk(new Walker(handle, file), { message: "model", from: 0, to: size, depth: 0 });
  } finally {
    await handle.close();
  }
}

interface Part {
  readonly message: Message;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

async function walk(reader: Walker, { message, from, to, depth }: Part): Promise<void> {
  if (depth > deepest) throw reader.broken();
  const inner: Readonly<Record<number, string>> = within[message];
  for (let at = from; at < to; ) {
    const field = await reader.field(at, to);
    at = field.end;
    const kind = inner[field.number];
    if (kind === undefined || !field.isMessage) continue;
    if (kind === "entry") await requireNear(reader, field);
    else await walk(reader, { message: kind as Message, from: field.start, to: field.end, depth: depth + 1 });
  }
}

/** An entry has a key and a value; the key `location` says a file. */
async function requireNear(reader: Walker, { start, end }: Field): Promise<void> {
  const told = new Map<number, string>();
  for (let at = start; at < end; ) {
    const field = await reader.field(at, end);
    at = field.end;
    if (field.isMessage) told.set(field.number, await reader.text(field));
  }
  const location = told.get(1) === "location" ? told.get(2) : undefined;
  if (location !== undefined && location !== besideIt)
    throw badRequest(
      `${reader.file} wants its weights from ${JSON.stringify(location.slice(0, 100))}; they are taken from ${besideIt} beside it, or from within`,
    );
}

interface Field {
  readonly number: number;
  readonly isMessage: boolean;
  readonly start: number;
  readonly end: number;
}

/** Reads protobuf in place, a window at a time. */
class Walker {
  readonly file: string;
  readonly #handle: FileHandle;
  #window: Buffer = Buffer.alloc(0);
  #from = 0;

  constructor(handle: FileHandle, file: string) {
    this.#handle = handle;
    this.file = file;
  }

  broken = (): Error => badRequest(`${this.file} is no ONNX graph that can be read; get it again`);

  async field(at: number, to: number): Promise<Field> {
    const tag = await this.#varint(at, to);
    const number = Number(tag.value >> 3n);
    const kind = Number(tag.value & 7n);
    if (kind === 2) {
      const length = await this.#varint(tag.end, to);
      const end = length.end + Number(length.value);
      if (end > to) throw this.broken();
      return { number, isMessage: true, start: length.end, end };
    }
    const end =
      kind === 0 ? (await this.#varint(tag.end, to)).end : tag.end + (kind === 1 ? 8 : kind === 5 ? 4 : Number.NaN);
    if (!(end <= to)) throw this.broken();
    return { number, isMessage: false, start: tag.end, end };
  }

  async text({ start, end }: Field): Promise<string> {
    if (end - start > longestName) throw this.broken();
    const bytes = Buffer.alloc(end - start);
    await this.#handle.read(bytes, 0, bytes.length, start);
    return bytes.toString("utf8");
  }

  async #varint(at: number, to: number): Promise<{ readonly value: bigint; readonly end: number }> {
    let value = 0n;
    for (let byte = 0; byte < 10; byte++) {
      if (at + byte >= to) throw this.broken();
      const read = await this.#byte(at + byte);
      value |= BigInt(read & 0x7f) << BigInt(7 * byte);
      if (read < 0x80) return { value, end: at + byte + 1 };
    }
    throw this.broken();
  }

  async #byte(at: number): Promise<number> {
    if (at < this.#from || at >= this.#from + this.#window.length) {
      const window = Buffer.alloc(windowBytes);
      const { bytesRead } = await this.#handle.read(window, 0, windowBytes, at);
      this.#window = window.subarray(0, bytesRead);
      this.#from = at;
    }
    const found = this.#window[at - this.#from];
    if (found === undefined) throw this.broken();
    return found;
  }
}
