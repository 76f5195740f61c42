import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { ByteList, Uint32List } from "./growable.ts";

/**
 * The texts of chunks, compressed in blocks, by number. Kept because `+"…"`, `-"…"` and phrases of scripts without spaces
 * ask for characters, not words; a text costs about two fifths of its bytes.
 */
export class TextStore {
  readonly #blocks: readonly Uint8Array[];
  /** First text of each block. */
  readonly #firsts: Uint32Array;
  readonly #count: number;
  #openBlock = -1;
  #open: OpenBlock | undefined;

  constructor(blocks: readonly Uint8Array[], firsts: Uint32Array, count: number) {
    this.#blocks = blocks;
    this.#firsts = firsts;
    this.#count = count;
  }

  get(number: number): string {
    let low = 0;
    let high = this.#firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#firsts[middle] as number) <= number) low = middle;
      else high = middle - 1;
    }
    return textOf(this.#block(low), number - (this.#firsts[low] as number));
  }

  /** The block that begins with text `number`, as stored, when it is worth keeping as it is. */
  wholeBlock(number: number): { bytes: Uint8Array; count: number } | undefined {
    const block = this.#firsts.indexOf(number);
    const bytes = this.#blocks[block];
    if (!bytes || bytes.length < SMALL_BLOCK) return undefined;
    return { bytes, count: (this.#firsts[block + 1] ?? this.#count) - number };
  }

  /** Lets go of the block last read. */
  close(): void {
    this.#openBlock = -1;
    this.#open = undefined;
  }

  parts(): { blocks: readonly Uint8Array[]; firsts: Uint32Array; count: number } {
    return { blocks: this.#blocks, firsts: this.#firsts, count: this.#count };
  }

  get bytes(): number {
    return this.#blocks.reduce((sum, block) => sum + block.byteLength, 0) + this.#firsts.byteLength;
  }

  #block(block: number): OpenBlock {
    if (!this.#open || this.#openBlock !== block) {
      this.#open = openBlock(zstdDecompressSync(this.#blocks[block] as Uint8Array, { chunkSize: BLOCK_LENGTH }));
      this.#openBlock = block;
    }
    return this.#open;
  }
}

/** Collects texts in order and makes their store. */
export class TextStoreBuilder {
  readonly #blocks: Uint8Array[] = [];
  readonly #firsts = new Uint32List(16);
  #pending: string[] = [];
  #pendingLength = 0;
  #count = 0;

  add(text: string): void {
    if (this.#pending.length === 0) this.#firsts.push(this.#count);
    this.#pending.push(text);
    this.#pendingLength += text.length;
    this.#count++;
    if (this.#pendingLength >= BLOCK_LENGTH) this.#close();
  }

  /** Takes over a block of another store. */
  addBlock(block: { bytes: Uint8Array; count: number }): void {
    this.#close();
    this.#firsts.push(this.#count);
    this.#blocks.push(block.bytes);
    this.#count += block.count;
  }

  build(): TextStore {
    this.#close();
    return new TextStore(this.#blocks, this.#firsts.view().slice(), this.#count);
  }

  #close(): void {
    if (this.#pending.length === 0) return;
    // A copy of the right size: zstd answers with a view into a larger buffer.
    this.#blocks.push(new Uint8Array(zstdCompressSync(encode(this.#pending), compression)));
    this.#pending = [];
    this.#pendingLength = 0;
  }
}

const BLOCK_LENGTH = 131_072;
const SMALL_BLOCK = 20_000;
// One output buffer is enough for a block: making them is half the cost.
const compression = { chunkSize: BLOCK_LENGTH, params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Count, byte length of each text, then the texts. Lone surrogates cannot stand in UTF-8: such a text goes as UTF-16. */
function encode(texts: readonly string[]): Uint8Array {
  const bytes = new ByteList(BLOCK_LENGTH);
  const encoded = texts.map((text) => (text.isWellFormed() ? Buffer.from(text, "utf8") : Buffer.from(text, "utf16le")));
  bytes.varint(texts.length);
  for (const [at, text] of texts.entries()) {
    bytes.varint((encoded[at]?.length ?? 0) * 2 + (text.isWellFormed() ? 0 : 1));
  }
  for (const part of encoded) bytes.appendBytes(part, 0, part.length);
  return bytes.view();
}

/** A block that was decompressed: where each text ends, and whether it is UTF-16, as `2·end + utf16`. */
interface OpenBlock {
  readonly bytes: Buffer;
  readonly start: number;
  readonly ends: readonly number[];
}

function openBlock(bytes: Buffer): OpenBlock {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const lengths = Array.from({ length: varint() }, varint);
  let end = at;
  const ends = lengths.map((coded) => {
    end += Math.floor(coded / 2);
    return end * 2 + (coded % 2);
  });
  return { bytes, start: at, ends };
}

function textOf({ bytes, start, ends }: OpenBlock, index: number): string {
  const end = ends[index] ?? 0;
  const from = index === 0 ? start : Math.floor((ends[index - 1] ?? 0) / 2);
  return bytes.toString(end % 2 ? "utf16le" : "utf8", from, Math.floor(end / 2));
}
