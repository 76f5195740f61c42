import type { Segment } from "./segment.ts";

/** A chunk with the score of its words alone. */
export interface Candidate {
  readonly space: number;
  readonly segment: Segment;
  readonly chunk: number;
  readonly base: number;
}

/** Keeps the best so many: a heap whose least is at the top. */
export class TopChunks {
  readonly #size: number;
  readonly #heap: Candidate[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** What a chunk must reach to be kept; 0 while there is room. */
  get threshold(): number {
    return this.#heap.length < this.#size ? 0 : (this.#heap[0]?.base ?? 0);
  }

  offer(candidate: Candidate): void {
    const heap = this.#heap;
    if (heap.length < this.#size) {
      heap.push(candidate);
      this.#rise(heap.length - 1);
    } else if (candidate.base > this.threshold) {
      heap[0] = candidate;
      this.#sink();
    }
  }

  /** Best first. */
  sorted(): Candidate[] {
    return [...this.#heap].sort((one, other) => other.base - one.base);
  }

  #rise(from: number): void {
    const heap = this.#heap;
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >>> 1;
      const [one, other] = [heap[at] as Candidate, heap[parent] as Candidate];
      if (one.base >= other.base) return;
      heap[at] = other;
      heap[parent] = one;
      at = parent;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && (heap[child] as Candidate).base < (heap[least] as Candidate).base) least = child;
      }
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least] as Candidate, heap[at] as Candidate];
      at = least;
    }
  }
}

/** The least of the `size` largest scores among `chunks`; 0 when there are fewer. */
export function scoreAtRank(scores: Float64Array, chunks: Uint32Array, length: number, size: number): number {
  if (length < size || size === 0) return 0;
  const heap = new Float64Array(size);
  for (let at = 0; at < size; at++) heap[at] = scores[chunks[at] as number] as number;
  heap.sort();
  for (let at = size; at < length; at++) {
    const score = scores[chunks[at] as number] as number;
    if (score <= (heap[0] as number)) continue;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      if (child + 1 < size && (heap[child + 1] as number) < (heap[child] as number)) child++;
      if ((heap[child] as number) >= score) break;
      heap[hole] = heap[child] as number;
      hole = child;
    }
    heap[hole] = score;
  }
  return heap[0] as number;
}
