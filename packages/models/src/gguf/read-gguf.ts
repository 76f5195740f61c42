import { constants, type FileHandle, open } from "node:fs/promises";
import { badRequest } from "@khoj/contract";
import { cannotRead } from "../installed/cannot-read.ts";

/** What a GGUF file says of itself. */
export interface GgufFacts {
  readonly architecture: string;
  /** As it calls itself. */
  readonly name: string | undefined;
  readonly licence: string | undefined;
  /** What its makers let it read of question and answer together, in tokens. */
  readonly contextTokens: number | undefined;
  readonly hasChatTemplate: boolean;
}

const kept =
  /^general\.(architecture|name|license)$|\.context_length$|^tokenizer\.chat_template$|^split\.count$|^general\.alignment$/;
const sizes = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];
const text = 8;
const list = 9;
/** No file of sense says more of itself before its weights, has more facts or weights, longer names or more words. */
const longestHead = 512 * 1024 * 1024;
const most = { facts: 65_536, tensors: 65_536, dimensions: 8, items: 4_000_000, deep: 4 };
const longestName = 65_536;
const longestText = 16 * 1024 * 1024;

/** Reads the head of a GGUF file, without its weights. Refuses what is none, is cut, or is one of several parts. */
export async function readGguf(file: string): Promise<GgufFacts> {
  // A pipe that nobody writes to is not waited for.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause: NodeJS.ErrnoException) => {
    throw cannotRead(file, cause);
  });
  try {
    const told = await handle.stat();
    if (!told.isFile()) throw badRequest(`${file} is no regular file`);
    const head = new Head(handle, file, told.size);
    if ((await head.bytes(4)).toString("latin1") !== "GGUF") throw badRequest(`${file} is no GGUF file`);
    const version = await head.number(4);
    if (version !== 2 && version !== 3)
      throw badRequest(`${file} is GGUF version ${version}; this program reads 2 and 3`);
    const tensors = await head.count(8, most.tensors);
    const facts = await readFacts(head, await head.count(8, most.facts));
    const alignment = facts.get("general.alignment") ?? 32;
    if (typeof alignment !== "number" || alignment < 1 || alignment > 65_536) throw head.damaged();
    await requireWhole(head, tensors, alignment);
    if (Number(facts.get("split.count") ?? 1) > 1)
      throw badRequest(`${file} is one of several parts; join them first (llama-gguf-split --merge)`);
    const architecture = String(facts.get("general.architecture") ?? "");
    if (architecture === "") throw badRequest(`${file} does not say what kind of model it is`);
    const context = facts.get(`${architecture}.context_length`);
    return {
      architecture,
      name: wordsOf(facts.get("general.name")),
      licence: wordsOf(facts.get("general.license")),
      contextTokens: typeof context === "number" && context > 0 ? context : undefined,
      hasChatTemplate: facts.has("tokenizer.chat_template"),
    };
  } finally {
    await handle.close();
  }
}

const wordsOf = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 100) : undefined;

async function readFacts(head: Head, count: number): Promise<Map<string, unknown>> {
  const facts = new Map<string, unknown>();
  for (let at = 0; at < count; at++) {
    const name = await head.text(longestName);
    const value = await head.value(await head.number(4));
    if (kept.test(name)) facts.set(name, value);
  }
  return facts;
}

/** The weights that begin last begin within the file. */
async function requireWhole(head: Head, tensors: number, alignment: number): Promise<void> {
  let last = 0;
  for (let at = 0; at < tensors; at++) {
    await head.text(longestName);
    for (let dimensions = await head.count(4, most.dimensions); dimensions > 0; dimensions--) await head.number(8);
    await head.number(4);
    last = Math.max(last, await head.number(8));
  }
  head.requireRoom(Math.ceil(head.at / alignment) * alignment + last + 1 - head.at);
}

/** Reads on in pieces: the words of a large model are some megabytes. */
class Head {
  at = 0;
  private held: Buffer = Buffer.alloc(0);
  private readonly handle: FileHandle;
  private readonly file: string;
  private readonly size: number;

  constructor(handle: FileHandle, file: string, size: number) {
    this.handle = handle;
    this.file = file;
    this.size = size;
  }

  requireRoom(length: number): void {
    if (!(this.at + length <= this.size)) throw badRequest(`${this.file} was cut: it ends at ${this.size} bytes`);
  }

  damaged = (): Error => badRequest(`${this.file} holds what no GGUF file holds; it is damaged`);

  /** A number of things to come, of which no file of sense has more. */
  async count(size: 4 | 8, limit: number): Promise<number> {
    const found = await this.number(size);
    if (found > limit) throw this.damaged();
    return found;
  }

  async bytes(length: number): Promise<Buffer> {
    this.requireRoom(length);
    if (this.at + length > longestHead) throw badRequest(`${this.file} is no model: its head does not end`);
    if (this.held.length < length) {
      const wanted = Buffer.alloc(Math.min(Math.max(length, 1024 * 1024), this.size - this.at));
      const { bytesRead } = await this.handle.read(wanted, 0, wanted.length, this.at);
      if (bytesRead < length) throw badRequest(`${this.file} was cut while it was read`);
      this.held = wanted.subarray(0, bytesRead);
    }
    const found = this.held.subarray(0, length);
    this.held = this.held.subarray(length);
    this.at += length;
    return found;
  }

  async number(size: 4 | 8): Promise<number> {
    const bytes = await this.bytes(size);
    return size === 4 ? bytes.readUInt32LE() : Number(bytes.readBigUInt64LE());
  }

  async text(longest = longestText): Promise<string> {
    return (await this.bytes(await this.count(8, longest))).toString("utf8");
  }

  /** Numbers that are not wanted are passed over: only whole ones of 32 and 64 bits are read as such. */
  async value(type: number, depth = 0): Promise<unknown> {
    if (type === text) return this.text();
    if (type === list) {
      const of = await this.number(4);
      if (depth > most.deep) throw this.damaged();
      if (sizes[of]) await this.pass((await this.number(8)) * sizes[of]);
      else for (let left = await this.count(8, most.items); left > 0; left--) await this.value(of, depth + 1);
      return undefined;
    }
    if (type === 4 || type === 10) return this.number(type === 4 ? 4 : 8);
    const size = sizes[type];
    if (!size) throw this.damaged();
    await this.bytes(size);
    return undefined;
  }

  private async pass(length: number): Promise<void> {
    this.requireRoom(length);
    this.held = this.held.subarray(Math.min(length, this.held.length));
    this.at += length;
  }
}
