import type { Vocabulary } from "./vocabulary.ts";

const RUN = 4096;

/**
 * The words in order, for finding those that begin alike. New words wait unsorted until there are enough for a run; runs
 * of like size are merged, so that no single search or write pays for sorting everything.
 */
export class SortedTerms {
  readonly #vocabulary: Vocabulary;
  readonly #runs: Uint32Array[];
  /** Words up to this number are in the runs. */
  #sorted: number;

  constructor(vocabulary: Vocabulary, runs: readonly Uint32Array[] = [], sorted = 0) {
    this.#vocabulary = vocabulary;
    this.#runs = [...runs];
    this.#sorted = sorted;
  }

  /** Leaves out words that are about to be forgotten: `alive[term]` is 0. */
  forget(alive: Uint8Array): void {
    this.catchUp();
    for (const [at, run] of this.#runs.entries()) {
      const kept = run.filter((term) => alive[term] !== 0);
      if (kept.length < run.length) this.#runs[at] = kept;
    }
  }

  /** The same order for a vocabulary that lost some words: `renumbered[old]`, 0xFFFFFFFF for the lost. */
  renumbered(vocabulary: Vocabulary, renumbered: Uint32Array): SortedTerms {
    this.catchUp();
    const runs = this.#runs.map((run) =>
      run.map((term) => renumbered[term] as number).filter((term) => term !== 0xffffffff),
    );
    let sorted = 0;
    for (let term = 0; term < this.#sorted; term++) if (renumbered[term] !== 0xffffffff) sorted++;
    return new SortedTerms(vocabulary, runs, sorted);
  }

  /** Every word that begins with `prefix`, itself included, in no particular order. */
  startingWith(prefix: Uint16Array): number[] {
    this.catchUp();
    const found: number[] = [];
    for (const run of this.#runs) {
      for (let at = this.#firstFrom(run, prefix); at < run.length; at++) {
        const term = run[at] as number;
        if (!this.#begins(term, prefix)) break;
        found.push(term);
      }
    }
    for (let term = this.#sorted; term < this.#vocabulary.size; term++) {
      if (this.#begins(term, prefix)) found.push(term);
    }
    return found;
  }

  /** Sorts what has come since. Called while writing, so that searches find it done. */
  catchUp(): void {
    while (this.#vocabulary.size - this.#sorted >= RUN) {
      const run = Uint32Array.from({ length: RUN }, (_, at) => this.#sorted + at);
      run.sort((one, other) => this.#compare(one, other));
      this.#sorted += RUN;
      this.#runs.push(run);
      this.#mergeRuns();
    }
  }

  get bytes(): number {
    return this.#runs.reduce((sum, run) => sum + run.byteLength, 0);
  }

  #mergeRuns(): void {
    while (this.#runs.length > 1) {
      const last = this.#runs.at(-1);
      const before = this.#runs.at(-2);
      if (!last || !before || before.length > last.length) return;
      this.#runs.splice(-2, 2, this.#merged(before, last));
    }
  }

  #merged(one: Uint32Array, other: Uint32Array): Uint32Array {
    const merged = new Uint32Array(one.length + other.length);
    let left = 0;
    let right = 0;
    for (let at = 0; at < merged.length; at++) {
      const takeLeft =
        right >= other.length || (left < one.length && this.#compare(one[left] as number, other[right] as number) <= 0);
      merged[at] = (takeLeft ? one[left++] : other[right++]) as number;
    }
    return merged;
  }

  #firstFrom(run: Uint32Array, prefix: Uint16Array): number {
    let low = 0;
    let high = run.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#isBefore(run[middle] as number, prefix)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(one: number, other: number): number {
    const { units } = this.#vocabulary;
    const oneEnd = this.#vocabulary.end(one);
    const otherEnd = this.#vocabulary.end(other);
    let left = this.#vocabulary.start(one);
    let right = this.#vocabulary.start(other);
    while (left < oneEnd && right < otherEnd) {
      const difference = (units[left++] as number) - (units[right++] as number);
      if (difference !== 0) return difference;
    }
    return oneEnd - left - (otherEnd - right);
  }

  #isBefore(term: number, prefix: Uint16Array): boolean {
    const { units } = this.#vocabulary;
    const start = this.#vocabulary.start(term);
    const end = this.#vocabulary.end(term);
    for (let at = 0; at < prefix.length; at++) {
      if (start + at >= end) return true;
      const difference = (units[start + at] as number) - (prefix[at] as number);
      if (difference !== 0) return difference < 0;
    }
    return false;
  }

  #begins(term: number, prefix: Uint16Array): boolean {
    const { units } = this.#vocabulary;
    const start = this.#vocabulary.start(term);
    if (this.#vocabulary.end(term) - start < prefix.length) return false;
    for (let at = 0; at < prefix.length; at++) if (units[start + at] !== prefix[at]) return false;
    return true;
  }
}
