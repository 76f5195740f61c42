import { Uint32List } from "./growable.ts";
import { canStem, documentBit, LANGUAGES, languagesOf, stemIn } from "./stem.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * Which words share a stem: `connected` and `connections`, each in the languages of the notes it was read in. The text is
 * indexed as written; a query word is widened to its class and its own spelling keeps the preference.
 */
export class StemClasses {
  readonly #vocabulary: Vocabulary;
  /** For each word, as bits: languages of documents it was read in, and languages it was stemmed in. */
  readonly #noted: Uint32List;
  readonly #stemmed: Uint32List;
  /** Members of classes: the word, the hash of its language and stem, and the next entry of the same bucket, plus one. */
  readonly #terms: Uint32List;
  readonly #hashes: Uint32List;
  readonly #next: Uint32List;
  #buckets = new Uint32Array(256);
  #present = 0;

  constructor(vocabulary: Vocabulary, saved?: SavedStems) {
    this.#vocabulary = vocabulary;
    this.#noted = saved ? Uint32List.of(saved.noted) : new Uint32List();
    this.#stemmed = saved ? Uint32List.of(saved.stemmed) : new Uint32List();
    this.#terms = saved ? Uint32List.of(saved.terms) : new Uint32List();
    this.#hashes = saved ? Uint32List.of(saved.hashes) : new Uint32List();
    this.#next = new Uint32List(this.#terms.length);
    for (const bits of this.#stemmed.view()) this.#present |= bits;
    this.#next.length = this.#terms.length;
    while (this.#buckets.length * 2 < this.#terms.length) this.#buckets = new Uint32Array(this.#buckets.length * 2);
    for (let entry = 1; entry <= this.#terms.length; entry++) this.#link(entry);
  }

  /** For reading a document in this language: call the answer for each of its words. */
  reader(language: string | undefined): (term: number) => void {
    const bit = documentBit(language);
    const noted = this.#noted;
    return (term) => {
      while (noted.length <= term) this.#grow();
      if ((noted.items[term] as number) & bit) return;
      noted.items[term] = ((noted.items[term] as number) | bit) >>> 0;
      const known = this.#stemmed.items[term] as number;
      const added = languagesOf(this.#vocabulary.word(term), language) & ~known;
      this.#stemmed.items[term] = (known | added) >>> 0;
      this.#enter(term, added);
    };
  }

  /** The words that share a stem with `word` in some language of the notes, itself not among them. */
  variants(word: string): number[] {
    const found = new Set<number>();
    for (let language = 0; language < LANGUAGES; language++) {
      if (((this.#present >>> language) & 1) === 0) continue;
      if (language > 0 && (word.length < 3 || !canStem(language, word))) continue;
      for (const term of this.#class(language, stemIn(language, word))) {
        if (this.#vocabulary.word(term) !== word) found.add(term);
      }
    }
    return [...found];
  }

  /** Whether a word was stemmed in a language (by number), that is, stands in notes of it. */
  has(term: number, language: number): boolean {
    return term < this.#stemmed.length && (((this.#stemmed.items[term] as number) >>> language) & 1) === 1;
  }

  hasAny(language: number): boolean {
    return ((this.#present >>> language) & 1) === 1;
  }

  /** The word is in no class any more. */
  forget(term: number): void {
    if (term >= this.#stemmed.length) return;
    this.#noted.items[term] = 0;
    this.#stemmed.items[term] = 0;
  }

  saved(): SavedStems {
    while (this.#noted.length < this.#vocabulary.size) this.#grow();
    const [noted, stemmed] = [this.#noted.view(), this.#stemmed.view()];
    return { noted, stemmed, terms: this.#terms.view(), hashes: this.#hashes.view() };
  }

  /** The same for a vocabulary that lost some words: `renumbered[old]`, 0xFFFFFFFF for the lost. */
  renumbered(vocabulary: Vocabulary, renumbered: Uint32Array): StemClasses {
    const { noted, stemmed, terms, hashes } = this.saved();
    const stays = (term: number) => renumbered[term] !== 0xffffffff;
    return new StemClasses(vocabulary, {
      noted: noted.filter((_, term) => stays(term)),
      stemmed: stemmed.filter((_, term) => stays(term)),
      terms: terms.filter(stays).map((term) => renumbered[term] as number),
      hashes: hashes.filter((_, entry) => stays(terms[entry] as number)),
    });
  }

  get bytes(): number {
    const lists = [this.#noted, this.#stemmed, this.#terms, this.#hashes, this.#next];
    return lists.reduce((sum, list) => sum + list.items.byteLength, 0) + this.#buckets.byteLength;
  }

  #grow(): void {
    this.#noted.push(0);
    this.#stemmed.push(0);
  }

  #class(language: number, stem: string): number[] {
    const terms: number[] = [];
    const hash = hashOf(language, stem);
    let entry = this.#buckets[hash & (this.#buckets.length - 1)] as number;
    for (; entry > 0; entry = this.#next.items[entry - 1] as number) {
      if (this.#hashes.items[entry - 1] !== hash) continue;
      const term = this.#terms.items[entry - 1] as number;
      if (this.has(term, language) && stemIn(language, this.#vocabulary.word(term)) === stem) terms.push(term);
    }
    return terms;
  }

  #enter(term: number, languages: number): void {
    for (let language = 0; languages >>> language > 0; language++) {
      if (((languages >>> language) & 1) === 0) continue;
      this.#present |= 1 << language;
      this.#terms.push(term);
      this.#hashes.push(hashOf(language, stemIn(language, this.#vocabulary.word(term))));
      this.#next.push(0);
      if (this.#terms.length > this.#buckets.length * 2) this.#rehash();
      else this.#link(this.#terms.length);
    }
  }

  #link(entry: number): void {
    const bucket = (this.#hashes.items[entry - 1] as number) & (this.#buckets.length - 1);
    this.#next.items[entry - 1] = this.#buckets[bucket] as number;
    this.#buckets[bucket] = entry;
  }

  #rehash(): void {
    this.#buckets = new Uint32Array(this.#buckets.length * 2);
    for (let entry = 1; entry <= this.#terms.length; entry++) this.#link(entry);
  }
}

export interface SavedStems {
  readonly noted: Uint32Array;
  readonly stemmed: Uint32Array;
  readonly terms: Uint32Array;
  readonly hashes: Uint32Array;
}

function hashOf(language: number, stem: string): number {
  let hash = 0x811c9dc5 ^ language;
  for (let at = 0; at < stem.length; at++) hash = Math.imul(hash ^ stem.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
