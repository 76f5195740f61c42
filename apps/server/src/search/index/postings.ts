import { ByteList } from "./growable.ts";

/** Where in a chunk a word stands, as bits; none of them: in its text only. */
export const IN_HEADING = 1;
export const IN_TAGS = 2;
export const IN_FILE_NAME = 4;
export const IN_TITLE = 8;

const BLOCK = 128;
const MANY = 15;

/**
 * Writes the list of one word at a time. A list is its number of chunks, then for each chunk the difference to the one
 * before, one byte of fields and count, then apart from them the positions. Lists of more than a block begin with a table
 * of blocks, so that a few chunks can be looked up without reading all.
 */
export class PostingsWriter {
  readonly #docs = new ByteList();
  readonly #positions = new ByteList();
  readonly #skips: number[] = [];
  #count = 0;
  #last = 0;

  /** One chunk, ascending; `positions[from..to)` ascending and never empty. `count`: occurrences in the text itself. */
  add(doc: number, fields: number, count: number, positions: Uint16Array, from: number, to: number): void {
    if (this.#count % BLOCK === 0) this.#skips.push(0, this.#docs.length, this.#positions.length);
    this.#docs.varint(doc - this.#last);
    this.#docs.push((Math.min(count, MANY) << 4) | fields);
    if (count >= MANY) this.#docs.varint(count - MANY);
    this.#last = doc;
    this.#skips[this.#skips.length - 3] = doc;
    let previous = 0;
    for (let at = from; at < to; at++) {
      const position = Math.max(previous, positions[at] as number);
      // The lowest bit says whether this is the last position of its chunk.
      this.#positions.varint(((position - previous) << 1) | (at === to - 1 ? 1 : 0));
      previous = position;
    }
    this.#count++;
  }

  get count(): number {
    return this.#count;
  }

  /** Appends the list to `out` and starts the next one. */
  finish(out: ByteList): void {
    out.varint(this.#count);
    if (this.#count > BLOCK) {
      out.uint32(this.#docs.length);
      for (const value of this.#skips) out.uint32(value);
    } else {
      out.varint(this.#docs.length);
    }
    out.append(this.#docs);
    out.append(this.#positions);
    this.#docs.length = 0;
    this.#positions.length = 0;
    this.#skips.length = 0;
    this.#count = 0;
    this.#last = 0;
  }
}

/** Reads a list block by block, or chunk by chunk in ascending order. One cursor is used for many lists. */
export class PostingCursor {
  /** The block last read. */
  readonly docs = new Uint32Array(BLOCK);
  readonly fields = new Uint8Array(BLOCK);
  readonly counts = new Uint32Array(BLOCK);
  length = 0;
  /** Chunks in the list. */
  total = 0;

  #bytes: Uint8Array = new Uint8Array(0);
  #skipsAt = 0;
  #docsAt = 0;
  #positionsAt = 0;
  #block = 0;
  #blocks = 0;
  /** Where `seek` was last. */
  #at = 0;
  /** Reading state of positions in the current block: which posting comes next and where. */
  #nextPosting = 0;
  #nextPositionAt = 0;

  open(bytes: Uint8Array, offset: number): void {
    this.#bytes = bytes;
    let at = offset;
    let shift = 0;
    this.total = 0;
    for (let byte = 128; byte >= 128; shift += 7) {
      byte = bytes[at++] as number;
      this.total |= (byte & 127) << shift;
    }
    this.#blocks = Math.ceil(this.total / BLOCK);
    let docsLength = 0;
    if (this.#blocks > 1) {
      docsLength = uint32At(bytes, at);
      this.#skipsAt = at + 4;
      at = this.#skipsAt + 12 * this.#blocks;
    } else {
      shift = 0;
      for (let byte = 128; byte >= 128; shift += 7) {
        byte = bytes[at++] as number;
        docsLength |= (byte & 127) << shift;
      }
    }
    this.#docsAt = at;
    this.#positionsAt = at + docsLength;
    this.#block = -1;
    this.length = 0;
  }

  /** Reads the next block; false at the end. */
  nextBlock(): boolean {
    if (this.#block + 1 >= this.#blocks) return false;
    this.#read(this.#block + 1);
    return true;
  }

  /** Index in the current block of `doc`, or -1 when the list does not have it. Ask in ascending order. */
  seek(doc: number): number {
    if (this.#block < 0 || (this.docs[this.length - 1] as number) < doc) {
      const block = this.#blockFor(doc);
      if (block >= this.#blocks) return -1;
      this.#read(block);
    }
    let low = (this.docs[this.#at] as number) <= doc ? this.#at : 0;
    let high = this.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.docs[middle] as number) < doc) low = middle + 1;
      else high = middle;
    }
    this.#at = low;
    return this.docs[low] === doc ? low : -1;
  }

  /** Writes the positions of posting `index` of the current block into `into`; answers how many. Ask in ascending order. */
  positions(index: number, into: Uint16Array): number {
    const bytes = this.#bytes;
    if (index < this.#nextPosting) this.#rewindPositions();
    let at = this.#nextPositionAt;
    let count = 0;
    for (let posting = this.#nextPosting; posting <= index; posting++) {
      count = 0;
      let position = 0;
      for (let last = 0; last === 0; ) {
        let value = 0;
        let shift = 0;
        for (let byte = 128; byte >= 128; shift += 7) {
          byte = bytes[at++] as number;
          value |= (byte & 127) << shift;
        }
        last = value & 1;
        position += value >>> 1;
        if (count < into.length) into[count++] = position;
      }
    }
    this.#nextPosting = index + 1;
    this.#nextPositionAt = at;
    return count;
  }

  #blockFor(doc: number): number {
    let low = this.#block + 1;
    if (this.#blocks === 1 || low >= this.#blocks) return low;
    if (uint32At(this.#bytes, this.#skipsAt + 12 * low) >= doc) return low;
    let high = this.#blocks;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (uint32At(this.#bytes, this.#skipsAt + 12 * middle) < doc) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #read(block: number): void {
    const bytes = this.#bytes;
    const skip = this.#skipsAt + 12 * block;
    let doc = block === 0 ? 0 : uint32At(bytes, skip - 12);
    let at = this.#docsAt + (this.#blocks > 1 ? uint32At(bytes, skip + 4) : 0);
    const length = Math.min(BLOCK, this.total - block * BLOCK);
    for (let index = 0; index < length; index++) {
      let byte = bytes[at++] as number;
      let delta = byte & 127;
      for (let shift = 7; byte >= 128; shift += 7) {
        byte = bytes[at++] as number;
        delta |= (byte & 127) << shift;
      }
      doc += delta;
      this.docs[index] = doc;
      const code = bytes[at++] as number;
      this.fields[index] = code & 15;
      let count = code >>> 4;
      if (count === MANY) {
        byte = 128;
        for (let shift = 0; byte >= 128; shift += 7) {
          byte = bytes[at++] as number;
          count += (byte & 127) << shift;
        }
      }
      this.counts[index] = count;
    }
    this.#block = block;
    this.#at = 0;
    this.length = length;
    this.#rewindPositions();
  }

  #rewindPositions(): void {
    this.#nextPosting = 0;
    const skipped = this.#blocks > 1 ? uint32At(this.#bytes, this.#skipsAt + 12 * this.#block + 8) : 0;
    this.#nextPositionAt = this.#positionsAt + skipped;
  }
}

function uint32At(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    0
  );
}
