import { PostingCursor } from "./postings.ts";
import type { PlanWord, QueryPlan } from "./query-plan.ts";
import type { Ranking } from "./ranking.ts";
import { listLength, type Segment } from "./segment.ts";
import { scoreAtRank, type TopChunks } from "./top-chunks.ts";

/** The words to score by. Only chunks that have one of the first `creators` are found; the others add to those. */
export interface ScoringOrder {
  readonly words: readonly PlanWord[];
  readonly creators: number;
}

/**
 * Scores the chunks of segments word after word, the rarest first, and stops looking for new chunks when the words left
 * could not lift one into the best; then these words are only looked up for the chunks that can still win. The result is
 * what scoring every chunk would give (score-chunks.test.ts).
 */
export class ChunkScorer {
  readonly #ranking: Ranking;
  readonly #keep: number;
  /** What the fields of a posting add to its count, by their bits. */
  readonly #fieldWeights: Float64Array;
  /** 1 / (1 − b + b·length/average), by length. */
  readonly #inverse: Float64Array;
  readonly #cursor = new PostingCursor();
  #scratch = scratch;
  #length = 0;
  /** Chunks that had a word, as far as was looked. */
  matched = 0;

  constructor(plan: QueryPlan, ranking: Ranking, keep: number) {
    this.#ranking = ranking;
    this.#keep = keep;
    const weights = [ranking.heading, ranking.tags, ranking.fileName, ranking.title];
    this.#fieldWeights = Float64Array.from({ length: 16 }, (_, bits) =>
      weights.reduce((sum, weight, bit) => sum + ((bits >>> bit) & 1 ? weight : 0), 0),
    );
    this.#inverse = new Float64Array(LENGTHS);
    for (let length = 0; length < LENGTHS; length++) {
      this.#inverse[length] = 1 / (1 - ranking.b + (ranking.b * length) / plan.averageLength);
    }
  }

  /** Offers the segment's best chunks. `mask[chunk]` is 1 for the chunks that may be found. */
  score(space: number, segment: Segment, mask: Uint8Array, order: ScoringOrder, top: TopChunks): void {
    this.#scratch = scratchFor(segment.chunks);
    const { scores, touched } = this.#scratch;
    const bounds = order.words.map(({ weight }) => weight * (this.#ranking.k1 + 1));
    let rest = bounds.reduce((sum, bound) => sum + bound, 0);
    for (const [number, word] of order.words.entries()) {
      const lists = this.#lists(space, segment, word);
      if (lists.length > 0) {
        const long = lists.reduce((sum, { offset }) => sum + listLength(segment.parts.postings, offset), 0);
        // Finding the least of the best reads every score: worth it before reading a long list.
        const worth = long * 4 > this.#length;
        const own = worth ? scoreAtRank(scores, touched, this.#length, this.#keep) : 0;
        const least = Math.max(top.threshold, own);
        const creates = number < order.creators && rest * SLACK >= least;
        if (least > 0) this.#prune(least - rest * SLACK);
        if (lists.length === 1) this.#one(segment, lists[0] as List, word.weight, mask, creates);
        else this.#several(segment, lists, word.weight, mask, creates);
      }
      rest -= bounds[number] as number;
    }
    this.#offer(space, segment, top);
  }

  #lists(space: number, segment: Segment, word: PlanWord): List[] {
    const lists: List[] = [];
    for (const { term, weight } of word.members[space] ?? []) {
      const offset = segment.offsetOf(term);
      if (offset >= 0) lists.push({ offset, weight });
    }
    return lists;
  }

  /** Drops chunks that what is left cannot lift to what the best have already. */
  #prune(least: number): void {
    if (least <= 0) return;
    const { scores, touched } = this.#scratch;
    let kept = 0;
    for (let at = 0; at < this.#length; at++) {
      const chunk = touched[at] as number;
      if ((scores[chunk] as number) >= least) touched[kept++] = chunk;
      else scores[chunk] = 0;
    }
    this.matched += this.#length - kept;
    this.#length = kept;
  }

  #one(segment: Segment, list: List, weight: number, mask: Uint8Array, creates: boolean): void {
    const { k1 } = this.#ranking;
    const { scores, touched } = this.#scratch;
    const cursor = this.#cursor;
    const top = weight * (k1 + 1);
    cursor.open(segment.parts.postings, list.offset);
    if (!creates && this.#length * LOOK_UP_COST < cursor.total) {
      for (const chunk of this.#sortedTouched()) {
        const at = cursor.seek(chunk);
        if (at < 0) continue;
        const count = list.weight * this.#count(segment, cursor, at);
        scores[chunk] = (scores[chunk] as number) + (top * count) / (k1 + count);
      }
      return;
    }
    const { lengths } = segment.parts;
    while (cursor.nextBlock()) {
      for (let at = 0; at < cursor.length; at++) {
        const chunk = cursor.docs[at] as number;
        const before = scores[chunk] as number;
        if (before === 0 && (!creates || mask[chunk] === 0)) continue;
        const field = this.#fieldWeights[cursor.fields[at] as number] as number;
        const inverse = this.#inverse[Math.min(lengths[chunk] as number, LENGTHS - 1)] as number;
        const count = list.weight * ((cursor.counts[at] as number) * inverse + field);
        if (count === 0) continue;
        if (before === 0) touched[this.#length++] = chunk;
        scores[chunk] = before + (top * count) / (k1 + count);
      }
    }
  }

  /** Several spellings count together, as if they were one word. */
  #several(segment: Segment, lists: readonly List[], weight: number, mask: Uint8Array, creates: boolean): void {
    const { counts, reached, scores } = this.#scratch;
    let length = 0;
    for (const list of lists) {
      const cursor = this.#cursor;
      cursor.open(segment.parts.postings, list.offset);
      if (!creates && this.#length * LOOK_UP_COST < cursor.total) {
        for (const chunk of this.#sortedTouched()) {
          const at = cursor.seek(chunk);
          if (at < 0) continue;
          if (counts[chunk] === 0) reached[length++] = chunk;
          counts[chunk] = (counts[chunk] as number) + list.weight * this.#count(segment, cursor, at);
        }
        continue;
      }
      while (cursor.nextBlock()) {
        for (let at = 0; at < cursor.length; at++) {
          const chunk = cursor.docs[at] as number;
          if (scores[chunk] === 0 && (!creates || mask[chunk] === 0)) continue;
          const before = counts[chunk] as number;
          if (before === 0) reached[length++] = chunk;
          counts[chunk] = before + list.weight * this.#count(segment, cursor, at);
        }
      }
    }
    this.#addReached(length, weight);
  }

  #addReached(length: number, weight: number): void {
    const { k1 } = this.#ranking;
    const { counts, reached, scores, touched } = this.#scratch;
    for (let index = 0; index < length; index++) {
      const chunk = reached[index] as number;
      const count = counts[chunk] as number;
      counts[chunk] = 0;
      const before = scores[chunk] as number;
      // A count of nothing (a field without weight) is no match; the chunk may then stand here twice.
      if (count === 0) continue;
      if (before === 0) touched[this.#length++] = chunk;
      scores[chunk] = before + (weight * (k1 + 1) * count) / (k1 + count);
    }
  }

  #sortedTouched(): Uint32Array {
    return this.#scratch.touched.subarray(0, this.#length).sort();
  }

  #count(segment: Segment, cursor: PostingCursor, at: number): number {
    const length = segment.parts.lengths[cursor.docs[at] as number] as number;
    const inverse = this.#inverse[Math.min(length, LENGTHS - 1)] as number;
    return (cursor.counts[at] as number) * inverse + (this.#fieldWeights[cursor.fields[at] as number] as number);
  }

  #offer(space: number, segment: Segment, top: TopChunks): void {
    this.matched += this.#length;
    const { scores, touched } = this.#scratch;
    for (let at = 0; at < this.#length; at++) {
      const chunk = touched[at] as number;
      const base = scores[chunk] as number;
      scores[chunk] = 0;
      if (base > top.threshold) top.offer({ space, segment, chunk, base });
    }
    this.#length = 0;
  }
}

/** Room to score in, used again by every query: it is all zero between them, but for what `touched` and `reached` hold. */
class Scratch {
  readonly scores: Float64Array;
  readonly counts: Float64Array;
  readonly touched: Uint32Array;
  readonly reached: Uint32Array;

  constructor(chunks: number) {
    this.scores = new Float64Array(chunks);
    this.counts = new Float64Array(chunks);
    this.touched = new Uint32Array(chunks);
    this.reached = new Uint32Array(chunks);
  }
}

let scratch = new Scratch(0);

function scratchFor(chunks: number): Scratch {
  if (scratch.scores.length < chunks) scratch = new Scratch(chunks);
  return scratch;
}

interface List {
  readonly offset: number;
  readonly weight: number;
}

const LENGTHS = 4096;
/** Looking up one chunk costs about as much as reading this many postings. */
const LOOK_UP_COST = 12;
/** Sums in another order differ in the last bits. */
const SLACK = 1 + 1e-9;
