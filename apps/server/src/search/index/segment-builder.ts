import type { IndexedDocument } from "../../library/index.ts";
import { ByteList, Uint16List, Uint32List } from "./growable.ts";
import { IN_FILE_NAME, IN_HEADING, IN_TAGS, IN_TITLE, PostingsWriter } from "./postings.ts";
import { scriptsOf } from "./scripts.ts";
import { type DocumentRecord, Segment } from "./segment.ts";
import type { StemClasses } from "./stem-classes.ts";
import { TextStoreBuilder } from "./text-store.ts";
import { Tokenizer, type TokenKind } from "./tokenize.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Words of one chunk that are indexed; the rest is kept as text only. */
const MOST_POSITIONS = 20_000;
/** Between fields, so that no phrase runs from one into the next. */
const GAP = 8;
const IN_TEXT = 0;

/**
 * Turns documents into a segment. Words are noted one after another as they are read; `build` sorts them by word. What was
 * built can be built again with more documents added, so that small writes become one segment, not many.
 */
export class SegmentBuilder {
  readonly #vocabulary: Vocabulary;
  readonly #stems: StemClasses;
  #note: (term: number) => void = () => {};
  readonly #tokenizer = new Tokenizer(this);
  readonly #terms = new Uint32List(1024);
  readonly #chunks = new Uint32List(1024);
  readonly #positions = new Uint16List(1024);
  readonly #fields = new ByteList(1024);
  readonly #records: (DocumentRecord | undefined)[] = [];
  readonly #recordOf = new Uint32List();
  readonly #ordinals = new Uint32List();
  readonly #lengths = new Uint16List();
  readonly #dayStarts = new Uint32List();
  readonly #days: number[] = [];
  readonly #partial = new ByteList();
  readonly #scripts = new Uint32List();
  readonly #texts: string[] = [];
  readonly #buried: DocumentRecord[] = [];
  #field = IN_TEXT;

  constructor(vocabulary: Vocabulary, stems: StemClasses) {
    this.#vocabulary = vocabulary;
    this.#stems = stems;
  }

  get words(): number {
    return this.#terms.length;
  }

  get chunks(): number {
    return this.#lengths.length;
  }

  /** Adds a document; answers the words of its text. */
  add(document: IndexedDocument, record: DocumentRecord): number {
    record.first = this.chunks;
    record.count = document.chunks.length;
    if (document.chunks.length > 0) this.#records.push(record);
    this.#note = this.#stems.reader(document.language);
    let words = 0;
    for (const chunk of document.chunks) words += this.#addChunk(document, chunk);
    return words;
  }

  /** Forgets a document added before. Answers the words of text that went with it. */
  bury(record: DocumentRecord): number {
    const index = this.#recordOf.items[record.first];
    if (record.count === 0 || index === undefined) return 0;
    this.#records[index] = undefined;
    this.#buried.push({ ...record });
    let words = 0;
    for (let chunk = record.first; chunk < record.first + record.count; chunk++) {
      words += this.#lengths.items[chunk] as number;
    }
    return words;
  }

  build(): Segment {
    const order = sortedByTerm(this.#terms);
    const lists = this.#writeLists(order);
    const texts = new TextStoreBuilder();
    for (const text of this.#texts) texts.add(text);
    const dayStarts = new Uint32Array(this.chunks + 1);
    dayStarts.set(this.#dayStarts.view());
    dayStarts[this.chunks] = this.#days.length;
    const parts = {
      ...lists,
      recordOf: this.#recordOf.view().slice(),
      ordinals: this.#ordinals.view().slice(),
      lengths: this.#lengths.view().slice(),
      dayStarts,
      days: Int32Array.from(this.#days),
      partial: this.#partial.view().slice(),
      scripts: this.#scripts.view().slice(),
      texts: texts.build(),
    };
    const segment = new Segment(parts, [...this.#records]);
    for (const record of this.#buried) segment.bury(record);
    return segment;
  }

  /** Called by the tokeniser. */
  token(units: Uint16Array, start: number, end: number, position: number, _kind: TokenKind, altered: boolean): void {
    if (position >= MOST_POSITIONS) return;
    const term = this.#vocabulary.add(units, start, end);
    if (altered) this.#vocabulary.markAltered(term);
    this.#note(term);
    this.#terms.push(term);
    this.#chunks.push(this.#lengths.length);
    this.#positions.push(position);
    this.#fields.push(this.#field);
  }

  #addChunk(document: IndexedDocument, chunk: IndexedDocument["chunks"][number]): number {
    this.#tokenizer.cut = false;
    let position = this.#addField(IN_FILE_NAME, document.fileName, 0);
    // The name without its folders too, so that it is found whole.
    const ownName = document.fileName.replace(/^.*[/\\]/s, "");
    if (ownName !== document.fileName) position = this.#addField(IN_FILE_NAME, ownName, position);
    if (document.title !== undefined) position = this.#addField(IN_TITLE, document.title, position);
    for (const tag of new Set([...document.tags, ...chunk.tags])) position = this.#addField(IN_TAGS, tag, position);
    for (const heading of chunk.headings) position = this.#addField(IN_HEADING, heading, position);
    this.#tokenizer.cut = false;
    this.#field = IN_TEXT;
    const end = this.#tokenizer.tokenize(chunk.text, position);
    const length = Math.min(end, MOST_POSITIONS) - Math.min(position, MOST_POSITIONS);
    this.#recordOf.push(this.#records.length - 1);
    this.#ordinals.push(chunk.ordinal);
    this.#lengths.push(length);
    this.#dayStarts.push(this.#days.length);
    for (const date of chunk.dates) {
      const day = dayOf(date);
      if (day !== undefined) this.#days.push(day);
    }
    this.#partial.push(this.#tokenizer.cut || end > MOST_POSITIONS ? 1 : 0);
    this.#scripts.push(scriptsOf(chunk.text));
    this.#texts.push(chunk.text);
    return length;
  }

  #addField(field: number, text: string, position: number): number {
    this.#field = field;
    return this.#tokenizer.tokenize(text.slice(0, MOST_FIELD_LENGTH), position) + GAP;
  }

  #writeLists(order: Uint32Array): { terms: Uint32Array; offsets: Uint32Array; postings: Uint8Array } {
    const terms = new Uint32List();
    const offsets = new Uint32List();
    const out = new ByteList(this.words * 3 + 64);
    const writer = new PostingsWriter();
    const positions = new Uint16Array(MOST_POSITIONS * 2);
    const [termOf, chunkOf, positionOf, fieldOf] = [
      this.#terms.items,
      this.#chunks.items,
      this.#positions.items,
      this.#fields.items,
    ];
    for (let at = 0; at < order.length; ) {
      const term = termOf[order[at] as number] as number;
      terms.push(term);
      offsets.push(out.length);
      while (at < order.length && termOf[order[at] as number] === term) {
        const chunk = chunkOf[order[at] as number] as number;
        let fields = 0;
        let count = 0;
        let last = 0;
        for (; at < order.length; at++) {
          const token = order[at] as number;
          if (termOf[token] !== term || chunkOf[token] !== chunk) break;
          const field = fieldOf[token] as number;
          if (field === IN_TEXT) count++;
          fields |= field;
          if (last < positions.length) positions[last++] = positionOf[token] as number;
        }
        writer.add(chunk, fields, count, positions, 0, last);
      }
      writer.finish(out);
    }
    return { terms: terms.view().slice(), offsets: offsets.view().slice(), postings: out.view().slice() };
  }
}

const MOST_FIELD_LENGTH = 2000;

/** Days since 1970 of YYYY-MM-DD; undefined for what is none. */
export function dayOf(date: string): number | undefined {
  const time = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : Math.floor(time / 86_400_000);
}

/** Indexes of `terms`, by term, then in the order they came: a radix sort, eleven bits at a time. */
function sortedByTerm(terms: Uint32List): Uint32Array {
  const keys = terms.view();
  const length = keys.length;
  let order = new Uint32Array(length);
  let spare = new Uint32Array(length);
  let most = 0;
  for (let at = 0; at < length; at++) {
    order[at] = at;
    most = Math.max(most, keys[at] as number);
  }
  for (let shift = 0; shift < 32 && most >>> shift > 0; shift += 11) {
    const ends = new Uint32Array(2049);
    for (let at = 0; at < length; at++) {
      const bucket = (((keys[at] as number) >>> shift) & 2047) + 1;
      ends[bucket] = (ends[bucket] as number) + 1;
    }
    for (let at = 1; at < 2049; at++) ends[at] = (ends[at] as number) + (ends[at - 1] as number);
    for (let at = 0; at < length; at++) {
      const index = order[at] as number;
      const bucket = ((keys[index] as number) >>> shift) & 2047;
      const to = ends[bucket] as number;
      spare[to] = index;
      ends[bucket] = to + 1;
    }
    [order, spare] = [spare, order];
  }
  return order;
}
