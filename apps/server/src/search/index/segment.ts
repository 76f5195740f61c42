import { PostingCursor } from "./postings.ts";
import type { TextStore } from "./text-store.ts";

/** A document as the index knows it. `first` and `count` say which chunks of `segment` are its own. */
export interface DocumentRecord {
  readonly id: string;
  readonly version: number;
  readonly source: string;
  readonly fileName: string;
  readonly fileType: string;
  readonly updatedAt: number;
  segment: Segment | undefined;
  first: number;
  count: number;
}

export interface SegmentParts {
  /** Chunk → document, by index in `records`. */
  readonly recordOf: Uint32Array;
  readonly ordinals: Uint32Array;
  /** Words of the chunk's own text: the length BM25 asks for. */
  readonly lengths: Uint16Array;
  /** Days since 1970 named in each chunk, of chunk n from `dayStarts[n]` to `dayStarts[n + 1]`. */
  readonly dayStarts: Uint32Array;
  readonly days: Int32Array;
  /** 1: some words of the chunk were cut or left out, so that only its text can say what it contains. */
  readonly partial: Uint8Array;
  /** The scripts each chunk is written in, as a set (scripts.ts). */
  readonly scripts: Uint32Array;
  /** The words that occur, ascending, and where their lists begin in `postings`. */
  readonly terms: Uint32Array;
  readonly offsets: Uint32Array;
  readonly postings: Uint8Array;
  readonly texts: TextStore;
}

/** An unchanging piece of a space's index, except that chunks die. Everything about a chunk is found by its number. */
export class Segment {
  readonly parts: SegmentParts;
  readonly records: (DocumentRecord | undefined)[];
  /** 1 for chunks that exist, 0 for those deleted since. */
  readonly live: Uint8Array;
  dead = 0;
  readonly #liveFrequencies = new Map<number, number>();

  constructor(parts: SegmentParts, records: (DocumentRecord | undefined)[]) {
    this.parts = parts;
    this.records = records;
    this.live = new Uint8Array(parts.lengths.length).fill(1);
  }

  get chunks(): number {
    return this.live.length;
  }

  /** Where the list of a word begins, or -1. */
  offsetOf(term: number): number {
    const { terms, offsets } = this.parts;
    let low = 0;
    let high = terms.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const at = terms[middle] as number;
      if (at === term) return offsets[middle] as number;
      if (at < term) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** In how many living chunks a word occurs. */
  frequency(term: number): number {
    const offset = this.offsetOf(term);
    if (offset < 0) return 0;
    if (this.dead === 0) return listLength(this.parts.postings, offset);
    let frequency = this.#liveFrequencies.get(term);
    if (frequency === undefined) {
      frequency = this.#countLiving(offset);
      this.#liveFrequencies.set(term, frequency);
    }
    return frequency;
  }

  /** The document's chunks are gone from now on. Answers the words of text that went with them. */
  bury(record: DocumentRecord): number {
    let words = 0;
    for (let chunk = record.first; chunk < record.first + record.count; chunk++) {
      if (this.live[chunk] === 0) continue;
      this.live[chunk] = 0;
      this.dead++;
      words += this.parts.lengths[chunk] as number;
    }
    const index = this.parts.recordOf[record.first];
    if (record.count > 0 && index !== undefined) this.records[index] = undefined;
    this.#liveFrequencies.clear();
    return words;
  }

  get bytes(): number {
    const { recordOf, ordinals, lengths, dayStarts, days, partial, scripts, terms, offsets, postings, texts } =
      this.parts;
    const arrays = [
      recordOf,
      ordinals,
      lengths,
      dayStarts,
      days,
      partial,
      scripts,
      terms,
      offsets,
      postings,
      this.live,
    ];
    return arrays.reduce((sum, array) => sum + array.byteLength, 0) + texts.bytes;
  }

  #countLiving(offset: number): number {
    cursor.open(this.parts.postings, offset);
    let living = 0;
    while (cursor.nextBlock()) {
      for (let at = 0; at < cursor.length; at++) living += this.live[cursor.docs[at] as number] as number;
    }
    return living;
  }
}

const cursor = new PostingCursor();

/** In how many chunks a list is, dead ones included. */
export function listLength(bytes: Uint8Array, offset: number): number {
  let length = 0;
  let at = offset;
  let byte = 128;
  for (let shift = 0; byte >= 128; shift += 7) {
    byte = bytes[at++] as number;
    length |= (byte & 127) << shift;
  }
  return length;
}
