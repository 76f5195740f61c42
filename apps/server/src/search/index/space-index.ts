import type { IndexedDocument } from "../../library/index.ts";
import type { DocumentRecord, Segment } from "./segment.ts";
import { SegmentBuilder } from "./segment-builder.ts";
import { SegmentMerge } from "./segment-merge.ts";
import { SortedTerms } from "./sorted-terms.ts";
import { type SavedStems, StemClasses } from "./stem-classes.ts";
import { Vocabulary } from "./vocabulary.ts";

export interface TailSizes {
  /** Words after which the newest documents become a segment that is not built again. */
  readonly most: number;
  /** A tail of more words than this is not worth building again for the next small write. */
  readonly small: number;
}

export const TAIL_SIZES: TailSizes = { most: 150_000, small: 20_000 };
/** Segments of like size that are merged into one. */
const FAN_IN = 6;
/** Words beyond which a segment is only rewritten for its dead. */
const LARGEST_MERGE_WORDS = 20_000_000;

/** What the index has of one space: nothing in it, not even a word's number, is shared with another space. */
export class SpaceIndex {
  readonly id: string;
  readonly #sizes: TailSizes;
  vocabulary: Vocabulary;
  stems: StemClasses;
  sorted: SortedTerms;
  revision = 0;
  /** Living chunks and the words of their texts: BM25's collection size and, divided, its average length. */
  chunks = 0;
  words = 0;
  readonly documents = new Map<string, DocumentRecord>();
  #frozen: Segment[] = [];
  #tail: SegmentBuilder | undefined;
  /** The tail as it can be searched; undefined when it has changed since. */
  #tailSegment: Segment | undefined;
  #merge: SegmentMerge | undefined;

  constructor(id: string, sizes: TailSizes, saved?: SavedSpace) {
    this.id = id;
    this.#sizes = sizes;
    this.vocabulary = saved?.vocabulary ?? new Vocabulary();
    this.stems = new StemClasses(this.vocabulary, saved?.stems);
    this.sorted = new SortedTerms(this.vocabulary);
    this.sorted.catchUp();
    if (!saved) return;
    this.revision = saved.revision;
    this.#frozen = [...saved.segments];
    for (const segment of saved.segments) {
      this.chunks += segment.chunks;
      for (const length of segment.parts.lengths) this.words += length;
      for (const record of segment.records) {
        if (!record) continue;
        record.segment = segment;
        this.documents.set(record.id, record);
      }
    }
    for (const record of saved.empty) this.documents.set(record.id, record);
  }

  add(document: IndexedDocument): void {
    this.remove(document.id);
    this.#tail ??= new SegmentBuilder(this.vocabulary, this.stems);
    const { id, version, source, fileName, fileType, updatedAt } = document;
    const record = { id, version, source, fileName, fileType, updatedAt, segment: undefined, first: 0, count: 0 };
    this.documents.set(id, record);
    this.words += this.#tail.add(document, record);
    this.chunks += document.chunks.length;
    this.#tailSegment = undefined;
    if (this.#tail.words >= this.#sizes.most) this.#freeze();
  }

  remove(id: string): void {
    const record = this.documents.get(id);
    if (!record) return;
    this.documents.delete(id);
    this.chunks -= record.count;
    if (record.segment) this.words -= record.segment.bury(record);
    else if (record.count > 0 && this.#tail) {
      this.words -= this.#tail.bury(record);
      this.#tailSegment?.bury(record);
    }
    record.segment = undefined;
  }

  /** Everything to search in. */
  segments(): readonly Segment[] {
    if (!this.#tail) return this.#frozen;
    if (this.#tail.words > this.#sizes.small) {
      this.#freeze();
      return this.#frozen;
    }
    this.#tailSegment ??= this.#tail.build();
    return [...this.#frozen, this.#tailSegment];
  }

  /** The segment that `record.first` and `record.count` are places in; undefined for a document without chunks. */
  segmentOf(record: DocumentRecord): Segment | undefined {
    if (record.count === 0) return undefined;
    return record.segment ?? this.segments().at(-1);
  }

  /** In how many living chunks a word occurs. */
  frequency(term: number): number {
    let frequency = 0;
    for (const segment of this.segments()) frequency += segment.frequency(term);
    return frequency;
  }

  /** Merges until `deadline`; true when nothing is left to do. With `purge`, until nothing deleted is left either. */
  maintain(deadline: number, purge: boolean): boolean {
    if (purge && this.#tail) this.#freeze();
    for (;;) {
      this.#merge ??= this.#nextMerge(purge);
      if (!this.#merge) return !purge || this.#dropDeadWords();
      if (!this.#merge.step(deadline)) return false;
      const { sources } = this.#merge;
      const merged = this.#merge.finish();
      this.#frozen = this.#frozen.filter((segment) => !sources.includes(segment));
      if (merged.chunks > 0) this.#frozen.push(merged);
      this.#merge = undefined;
      if (performance.now() >= deadline) return false;
    }
  }

  get bytes(): number {
    return [this.vocabulary, this.stems, this.sorted, ...this.segments()].reduce((sum, part) => sum + part.bytes, 0);
  }

  #freeze(): void {
    if (!this.#tail) return;
    const segment = this.#tailSegment ?? this.#tail.build();
    for (const record of segment.records) if (record) record.segment = segment;
    this.#frozen.push(segment);
    this.#tail = undefined;
    this.#tailSegment = undefined;
    this.sorted.catchUp();
  }

  #nextMerge(purge: boolean): SegmentMerge | undefined {
    const bySize = new Map<number, Segment[]>();
    for (const segment of this.#frozen) {
      if (segment.dead > 0 && (purge || segment.dead * 4 > segment.chunks)) return new SegmentMerge([segment]);
      const size = Math.floor(Math.log(segment.parts.postings.length + 1) / Math.log(FAN_IN));
      bySize.set(size, [...(bySize.get(size) ?? []), segment]);
    }
    for (const alike of bySize.values()) {
      if (alike.length >= FAN_IN && wordsOf(alike) < LARGEST_MERGE_WORDS)
        return new SegmentMerge(alike.slice(0, FAN_IN));
    }
    return undefined;
  }

  /** Words that stand in no chunk any more leave the vocabulary, when nothing deleted is left in any list. */
  #dropDeadWords(): boolean {
    const alive = new Uint8Array(this.vocabulary.size);
    for (const { parts } of this.#frozen) for (const term of parts.terms) alive[term] = 1;
    const dead: number[] = [];
    for (let term = 0; term < alive.length; term++) if (alive[term] === 0) dead.push(term);
    if (dead.length === 0) return true;
    if (dead.length * 4 > alive.length) this.#compactVocabulary(alive);
    else {
      this.sorted.forget(alive);
      for (const term of dead) this.stems.forget(term);
      this.vocabulary.forget(dead);
    }
    return true;
  }

  #compactVocabulary(alive: Uint8Array): void {
    const { vocabulary, renumbered } = this.vocabulary.compact((term) => alive[term] === 1);
    this.sorted = this.sorted.renumbered(vocabulary, renumbered);
    this.stems = this.stems.renumbered(vocabulary, renumbered);
    this.vocabulary = vocabulary;
    for (const { parts } of this.#frozen) {
      for (let at = 0; at < parts.terms.length; at++) parts.terms[at] = renumbered[parts.terms[at] as number] as number;
    }
  }
}

export interface SavedSpace {
  readonly revision: number;
  readonly vocabulary: Vocabulary;
  readonly stems: SavedStems;
  readonly segments: readonly Segment[];
  /** Documents without a chunk. */
  readonly empty: readonly DocumentRecord[];
}

function wordsOf(segments: readonly Segment[]): number {
  // A word takes about three bytes of its list.
  return segments.reduce((sum, segment) => sum + segment.parts.postings.length / 3, 0);
}
