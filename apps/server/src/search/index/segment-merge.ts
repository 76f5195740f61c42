import { ByteList, Uint32List } from "./growable.ts";
import { PostingCursor, PostingsWriter } from "./postings.ts";
import { type DocumentRecord, Segment, type SegmentParts } from "./segment.ts";
import { TextStoreBuilder } from "./text-store.ts";

const GONE = 0xffffffff;

/** Makes one segment of several without their dead chunks, a little at a time. Searches go on in the old ones meanwhile. */
export class SegmentMerge {
  readonly sources: readonly Segment[];
  readonly #renumbered: readonly Uint32Array[];
  /** The documents there were at the start, and their first chunk in the new segment. */
  readonly #documents: readonly { record: DocumentRecord; source: Segment; first: number }[];
  readonly #steps: Generator<undefined, SegmentParts>;
  #parts: SegmentParts | undefined;

  constructor(sources: readonly Segment[]) {
    this.sources = sources;
    let next = 0;
    this.#renumbered = sources.map((source) => {
      const numbers = new Uint32Array(source.chunks).fill(GONE);
      for (let chunk = 0; chunk < source.chunks; chunk++) if (source.live[chunk] === 1) numbers[chunk] = next++;
      return numbers;
    });
    this.#documents = sources.flatMap((source, at) =>
      source.records
        .filter((record) => record !== undefined)
        .map((record) => ({ record, source, first: this.#renumbered[at]?.[record.first] ?? 0 })),
    );
    this.#steps = this.#run(next);
  }

  /** Works until `deadline` (performance.now()); true when done. */
  step(deadline: number): boolean {
    while (!this.#parts) {
      const { done, value } = this.#steps.next();
      if (done) this.#parts = value;
      else if (performance.now() >= deadline) return false;
    }
    return true;
  }

  /** The new segment, its documents told that they are in it now; what died during the merge is dead in it. */
  finish(): Segment {
    if (!this.#parts)
      throw new Error("The merge was asked for its segment before it was done; call step() until it is.");
    const segment = new Segment(
      this.#parts,
      this.#documents.map(({ record }) => record),
    );
    for (const { record, source, first } of this.#documents) {
      if (record.segment === source) {
        record.segment = segment;
        record.first = first;
      } else {
        segment.bury({ ...record, first });
      }
    }
    return segment;
  }

  *#run(chunks: number): Generator<undefined, SegmentParts> {
    const about = this.#mergeChunks(chunks);
    yield;
    const texts = yield* this.#mergeTexts();
    const lists = yield* this.#mergeLists();
    return { ...about, ...lists, texts };
  }

  #mergeChunks(
    chunks: number,
  ): Pick<SegmentParts, "recordOf" | "ordinals" | "lengths" | "dayStarts" | "days" | "partial" | "scripts"> {
    const recordOf = new Uint32Array(chunks);
    const ordinals = new Uint32Array(chunks);
    const lengths = new Uint16Array(chunks);
    const partial = new Uint8Array(chunks);
    const scripts = new Uint32Array(chunks);
    const dayStarts = new Uint32Array(chunks + 1);
    const days: number[] = [];
    let next = 0;
    let record = -1;
    for (const { parts, live, chunks: count } of this.sources) {
      let last = -1;
      for (let chunk = 0; chunk < count; chunk++) {
        if (live[chunk] === 0) continue;
        if (parts.recordOf[chunk] !== last) record++;
        last = parts.recordOf[chunk] as number;
        recordOf[next] = record;
        ordinals[next] = parts.ordinals[chunk] as number;
        lengths[next] = parts.lengths[chunk] as number;
        partial[next] = parts.partial[chunk] as number;
        scripts[next] = parts.scripts[chunk] as number;
        dayStarts[next] = days.length;
        const end = parts.dayStarts[chunk + 1] as number;
        for (let day = parts.dayStarts[chunk] as number; day < end; day++) days.push(parts.days[day] as number);
        next++;
      }
    }
    dayStarts[chunks] = days.length;
    return { recordOf, ordinals, lengths, partial, scripts, dayStarts, days: Int32Array.from(days) };
  }

  *#mergeTexts() {
    const builder = new TextStoreBuilder();
    for (const [at, source] of this.sources.entries()) {
      const numbers = this.#renumbered[at] as Uint32Array;
      for (let chunk = 0; chunk < source.chunks; ) {
        const block = source.parts.texts.wholeBlock(chunk);
        if (block && !numbers.subarray(chunk, chunk + block.count).includes(GONE)) {
          builder.addBlock(block);
          chunk += block.count;
        } else {
          const end = Math.min(source.chunks, chunk + (block?.count ?? 32));
          for (; chunk < end; chunk++) if (numbers[chunk] !== GONE) builder.add(source.parts.texts.get(chunk));
        }
        yield;
      }
      source.parts.texts.close();
    }
    return builder.build();
  }

  *#mergeLists(): Generator<undefined, Pick<SegmentParts, "terms" | "offsets" | "postings">> {
    const size = this.sources.reduce((sum, { parts }) => sum + parts.postings.length, 0);
    const out = new ByteList(size);
    const terms = new Uint32List();
    const offsets = new Uint32List();
    const writer = new PostingsWriter();
    const at = this.sources.map(() => 0);
    for (let written = 0; ; written++) {
      let term = GONE;
      for (const [number, { parts }] of this.sources.entries()) {
        term = Math.min(term, parts.terms[at[number] as number] ?? GONE);
      }
      if (term === GONE) break;
      const offset = out.length;
      for (const [number, { parts }] of this.sources.entries()) {
        const index = at[number] as number;
        if (parts.terms[index] !== term) continue;
        at[number] = index + 1;
        yield* copyList(parts, parts.offsets[index] as number, this.#renumbered[number] as Uint32Array, writer);
      }
      if (writer.count > 0) {
        terms.push(term);
        offsets.push(offset);
        writer.finish(out);
      }
      if (written % 32 === 0) yield;
    }
    return { terms: terms.view().slice(), offsets: offsets.view().slice(), postings: out.view().slice() };
  }
}

const positions = new Uint16Array(40_000);
const shared = new PostingCursor();
const LONG_LIST = 8192;

function* copyList(parts: SegmentParts, offset: number, numbers: Uint32Array, writer: PostingsWriter) {
  shared.open(parts.postings, offset);
  // A list that is read over several steps has a cursor of its own: others are used in between.
  const long = shared.total > LONG_LIST;
  const cursor = long ? new PostingCursor() : shared;
  if (long) cursor.open(parts.postings, offset);
  for (let block = 0; cursor.nextBlock(); block++) {
    copyBlock(cursor, numbers, writer);
    if (long && block % 64 === 63) yield;
  }
}

function copyBlock(cursor: PostingCursor, numbers: Uint32Array, writer: PostingsWriter): void {
  for (let index = 0; index < cursor.length; index++) {
    const number = numbers[cursor.docs[index] as number] as number;
    if (number === GONE) continue;
    const count = cursor.positions(index, positions);
    writer.add(number, cursor.fields[index] as number, cursor.counts[index] as number, positions, 0, count);
  }
}
