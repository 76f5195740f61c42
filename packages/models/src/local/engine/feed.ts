import type { Sequence } from "./messages.ts";

export interface Batch {
  readonly feed: Feed;
  readonly first: number;
  readonly sequences: readonly Sequence[];
  /** How many processes ended over it. */
  readonly tries: number;
}

/** One call's sequences: they are made as they are taken, and its promise settles when all are done. */
export class Feed {
  readonly rows: Promise<readonly Float32Array[]>;
  readonly #sequences: Iterator<Sequence>;
  readonly #given: Batch[] = [];
  readonly #rows: Float32Array[] = [];
  #next: Sequence | undefined;
  #taken = 0;
  #done = 0;
  #resolve: (rows: readonly Float32Array[]) => void = () => {};
  #reject: (error: unknown) => void = () => {};
  #isSettled = false;

  constructor(sequences: Iterable<Sequence>) {
    this.#sequences = sequences[Symbol.iterator]();
    this.rows = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#advance();
    this.#settleWhenDone();
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  get hasWork(): boolean {
    return !this.#isSettled && (this.#given.length > 0 || this.#next !== undefined);
  }

  /** The next sequences, together about as many tokens as `enough`: short texts share one trip to a process. */
  take(enough: number): Batch | undefined {
    const again = this.#given.shift();
    if (again !== undefined) return again;
    const sequences: Sequence[] = [];
    let tokens = 0;
    while (this.#next !== undefined && (tokens === 0 || tokens + this.#next.tokens.length <= enough)) {
      tokens += this.#next.tokens.length;
      sequences.push(this.#next);
      this.#advance();
    }
    if (sequences.length === 0) return undefined;
    const batch = { feed: this, first: this.#taken, sequences, tries: 0 };
    this.#taken += sequences.length;
    return batch;
  }

  /** To be done again by another process. */
  giveBack(batches: readonly Batch[]): void {
    this.#given.push(...batches);
  }

  done(batch: Batch, rows: readonly Float32Array[]): void {
    for (const [index, row] of rows.entries()) this.#rows[batch.first + index] = row;
    this.#done += batch.sequences.length;
    this.#settleWhenDone();
  }

  fail(error: unknown): void {
    this.#isSettled = true;
    this.#reject(error);
  }

  #advance(): void {
    try {
      const { value, done } = this.#sequences.next();
      this.#next = done === true ? undefined : value;
    } catch (error) {
      this.#next = undefined;
      this.fail(error);
    }
  }

  #settleWhenDone(): void {
    if (this.#isSettled || this.#next !== undefined || this.#done < this.#taken || this.#given.length > 0) return;
    this.#isSettled = true;
    this.#resolve(this.#rows);
  }
}
