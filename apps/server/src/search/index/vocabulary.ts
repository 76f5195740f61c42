import { ByteList, Uint16List, Uint32List } from "./growable.ts";

/** Longest word kept; what is longer is cut, and its chunk marked so that filters look at its text. */
export const LONGEST_WORD = 64;

/**
 * Every word of one space, numbered from 0 in order of appearance. Words are UTF-16 units in one long array, found by
 * an open hash table, so that the tokeniser can look a word up without making a string of it.
 */
export class Vocabulary {
  readonly #units: Uint16List;
  /** Where each word starts; one more than there are words. */
  readonly #starts: Uint32List;
  /** Which characters a word has, as bits: a cheap test before comparing spellings. */
  readonly #signatures: Uint32List;
  /** 1 where the word is spelled in some text otherwise than its lower case: filters then look at the text. */
  readonly #altered: ByteList;
  /** How often each word was read, up to 255: which words are worth a look among many that begin alike. */
  readonly #uses: ByteList;
  #slots: Int32Array;

  constructor(parts?: SavedVocabulary) {
    this.#units = parts ? Uint16List.of(parts.units) : new Uint16List();
    this.#starts = parts ? Uint32List.of(parts.starts) : new Uint32List();
    if (!parts) this.#starts.push(0);
    this.#signatures = new Uint32List(this.size);
    this.#altered = new ByteList(this.size);
    this.#uses = new ByteList(this.size);
    if (parts) this.#altered.appendBytes(parts.altered, 0, parts.altered.length);
    if (parts) this.#uses.appendBytes(parts.uses, 0, parts.uses.length);
    this.#slots = new Int32Array(slotsFor(this.size)).fill(FREE);
    for (let term = 0; term < this.size; term++) {
      const start = this.start(term);
      const end = this.end(term);
      this.#signatures.push(signatureOf(this.#units.items, start, end));
      if (this.#units.items[start] === WIPED) this.#signatures.items[term] = 0;
      else this.#slots[this.#freeSlot(hashOf(this.#units.items, start, end))] = term;
    }
  }

  get size(): number {
    return this.#starts.length - 1;
  }

  get units(): Uint16Array {
    return this.#units.items;
  }

  start(term: number): number {
    return this.#starts.items[term] as number;
  }

  end(term: number): number {
    return this.#starts.items[term + 1] as number;
  }

  signature(term: number): number {
    return this.#signatures.items[term] as number;
  }

  altered(term: number): boolean {
    return this.#altered.items[term] === 1;
  }

  markAltered(term: number): void {
    this.#altered.items[term] = 1;
  }

  uses(term: number): number {
    return this.#uses.items[term] as number;
  }

  word(term: number): string {
    const end = this.end(term);
    let word = "";
    for (let at = this.start(term); at < end; at++) word += String.fromCharCode(this.#units.items[at] as number);
    return word;
  }

  /** The number of a word, or -1. */
  find(word: string): number {
    const units = unitsOf(word);
    return this.#find(units, 0, units.length, hashOf(units, 0, units.length));
  }

  /** The number of the word that stands at `start` to `end`; it is added when new. */
  add(units: Uint16Array, start: number, end: number): number {
    const hash = hashOf(units, start, end);
    const found = this.#find(units, start, end, hash);
    if (found >= 0) {
      const uses = this.#uses.items[found] as number;
      if (uses < 255) this.#uses.items[found] = uses + 1;
      return found;
    }
    const term = this.size;
    this.#units.append(units, start, end);
    this.#starts.push(this.#units.length);
    this.#signatures.push(signatureOf(units, start, end));
    this.#altered.push(0);
    this.#uses.push(1);
    if (this.size * 3 > this.#slots.length * 2) this.#rehash();
    else this.#slots[this.#freeSlot(hash)] = term;
    return term;
  }

  /** Wipes words that stand nowhere any more. Their numbers are not used again until `compact`. */
  forget(terms: readonly number[]): void {
    for (const term of terms) {
      const [start, end] = [this.start(term), this.end(term)];
      if (start === end || this.#units.items[start] === WIPED) continue;
      const mask = this.#slots.length - 1;
      let slot = hashOf(this.#units.items, start, end) & mask;
      while (this.#slots[slot] !== term) slot = (slot + 1) & mask;
      this.#slots[slot] = FORGOTTEN;
      this.#units.items.fill(WIPED, start, end);
      this.#signatures.items[term] = 0;
    }
  }

  /** The words for which `keep` holds, renumbered; `renumbered[old]` is the new number or 0xFFFFFFFF. */
  compact(keep: (term: number) => boolean): { vocabulary: Vocabulary; renumbered: Uint32Array } {
    const units = new Uint16List(this.#units.length);
    const starts = new Uint32List(this.size + 1);
    const altered = new ByteList(this.size);
    const uses = new ByteList(this.size);
    const renumbered = new Uint32Array(this.size).fill(0xffffffff);
    starts.push(0);
    for (let term = 0; term < this.size; term++) {
      if (!keep(term)) continue;
      renumbered[term] = starts.length - 1;
      units.append(this.#units.items, this.start(term), this.end(term));
      starts.push(units.length);
      altered.push(this.#altered.items[term] as number);
      uses.push(this.uses(term));
    }
    const copied = { units: units.view().slice(), starts: starts.view().slice() };
    const parts = { ...copied, altered: altered.view(), uses: uses.view() };
    return { vocabulary: new Vocabulary(parts), renumbered };
  }

  parts(): SavedVocabulary {
    const [altered, uses] = [this.#altered.view(), this.#uses.view()];
    return { units: this.#units.view(), starts: this.#starts.view(), altered, uses };
  }

  get bytes(): number {
    return (
      this.#units.items.byteLength +
      this.#starts.items.byteLength +
      this.#signatures.items.byteLength +
      this.#altered.items.byteLength +
      this.#uses.items.byteLength +
      this.#slots.byteLength
    );
  }

  #find(units: Uint16Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const own = this.#units.items;
    const starts = this.#starts.items;
    const length = end - start;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const term = slots[slot] as number;
      if (term === FREE) return -1;
      if (term === FORGOTTEN) continue;
      const at = starts[term] as number;
      if ((starts[term + 1] as number) - at !== length) continue;
      let same = 0;
      while (same < length && own[at + same] === units[start + same]) same++;
      if (same === length) return term;
    }
  }

  #freeSlot(hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while ((this.#slots[slot] as number) >= 0) slot = (slot + 1) & mask;
    return slot;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(FREE);
    for (let term = 0; term < this.size; term++) {
      const [start, end] = [this.start(term), this.end(term)];
      if (this.#units.items[start] === WIPED) continue;
      this.#slots[this.#freeSlot(hashOf(this.#units.items, start, end))] = term;
    }
  }
}

export interface SavedVocabulary {
  readonly units: Uint16Array;
  readonly starts: Uint32Array;
  readonly altered: Uint8Array;
  readonly uses: Uint8Array;
}

const FREE = -1;
const FORGOTTEN = -2;
/** No word has this unit: NUL is a separator. */
const WIPED = 0;

export function unitsOf(word: string): Uint16Array {
  const units = new Uint16Array(word.length);
  for (let at = 0; at < word.length; at++) units[at] = word.charCodeAt(at);
  return units;
}

/** One bit for each letter and digit, the rest share what is left; bit sets of words within n edits differ in at most 2n. */
export function signatureOf(units: Uint16Array, start: number, end: number): number {
  let signature = 0;
  for (let at = start; at < end; at++) signature |= 1 << ((units[at] as number) & 31);
  return signature >>> 0;
}

function hashOf(units: Uint16Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (units[at] as number), 0x01000193);
  // FNV's low bits are weak for short words; the table uses the low bits.
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function slotsFor(words: number): number {
  let slots = 256;
  while (words * 3 > slots * 2) slots *= 2;
  return slots;
}
