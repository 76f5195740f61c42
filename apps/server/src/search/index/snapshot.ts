import { crc32 } from "node:zlib";
import { ByteList } from "./growable.ts";
import { type DocumentRecord, Segment, type SegmentParts } from "./segment.ts";
import { SpaceIndex, type TailSizes } from "./space-index.ts";
import { TextStore } from "./text-store.ts";
import { Vocabulary } from "./vocabulary.ts";

/** Raise it whenever folding, cutting into words, stemming or any list's form changes. */
const VERSION = 3;
const MAGIC = "khojwords";
const HEADER = 32;

/** The bytes are no snapshot of this version, or are damaged. */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError";
}

/**
 * A header (name, version, length, checksum), then a JSON description of spaces and documents, then the arrays it names in
 * order, each at a multiple of eight.
 */
export function writeSnapshot(spaces: readonly SpaceIndex[]): Uint8Array[] {
  const arrays: Uint8Array[] = [];
  const put = (array: Uint8Array | Uint16Array | Uint32Array | Int32Array) => {
    arrays.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    return array.byteLength;
  };
  const described = spaces.map((space) => describeSpace(space, put));
  const description = Buffer.from(JSON.stringify({ spaces: described }), "utf8");
  const body = new ByteList(description.length + 4);
  body.uint32(description.length);
  body.appendBytes(description, 0, description.length);
  const parts = [padded(body.view()), ...arrays.map(padded)];
  return [headerOf(parts), ...parts];
}

export function readSnapshot(bytes: Uint8Array, sizes: TailSizes): SpaceIndex[] {
  checkHeader(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(HEADER, true);
  const json = Buffer.from(bytes.buffer, bytes.byteOffset + HEADER + 4, length).toString("utf8");
  let at = HEADER + padding(length + 4);
  const take = (size: number) => {
    const start = at;
    at += padding(size);
    // A copy (a Buffer's slice would be none): it is aligned, and does not keep the whole file in memory.
    return new Uint8Array(bytes.subarray(start, start + size));
  };
  const { spaces } = JSON.parse(json) as { spaces: SpaceDescription[] };
  return spaces.map((space) => restoreSpace(space, sizes, take));
}

type Put = (array: Uint8Array | Uint16Array | Uint32Array | Int32Array) => number;
type Take = (size: number) => Uint8Array<ArrayBuffer>;
type SavedDocument = [
  id: string,
  version: number,
  source: string,
  fileName: string,
  fileType: string,
  updatedAt: number,
  first: number,
  count: number,
];

interface SegmentDescription {
  readonly documents: readonly SavedDocument[];
  readonly sizes: readonly number[];
  readonly texts: { readonly blocks: readonly number[]; readonly firsts: number; readonly count: number };
}

interface SpaceDescription {
  readonly id: string;
  readonly revision: number;
  readonly empty: readonly SavedDocument[];
  readonly vocabulary: readonly number[];
  readonly stems: readonly number[];
  readonly segments: readonly SegmentDescription[];
}

function describeSpace(space: SpaceIndex, put: Put): SpaceDescription {
  const { units, starts, altered, uses } = space.vocabulary.parts();
  const { noted, stemmed, terms, hashes } = space.stems.saved();
  return {
    id: space.id,
    revision: space.revision,
    empty: [...space.documents.values()].filter(({ count }) => count === 0).map(saveDocument),
    vocabulary: [units, starts, altered, uses].map(put),
    stems: [noted, stemmed, terms, hashes].map(put),
    segments: space.segments().map(({ parts, records }) => describeSegment(parts, records, put)),
  };
}

function describeSegment(
  parts: SegmentParts,
  records: readonly (DocumentRecord | undefined)[],
  put: Put,
): SegmentDescription {
  const { blocks, firsts, count } = parts.texts.parts();
  return {
    documents: records.filter((record) => record !== undefined).map(saveDocument),
    sizes: arraysOf(parts).map(put),
    texts: { blocks: blocks.map(put), firsts: put(firsts), count },
  };
}

function arraysOf(parts: SegmentParts) {
  const { recordOf, ordinals, lengths, dayStarts, days, partial, scripts, terms, offsets, postings } = parts;
  return [recordOf, ordinals, lengths, dayStarts, days, partial, scripts, terms, offsets, postings];
}

function restoreSpace(saved: SpaceDescription, sizes: TailSizes, take: Take): SpaceIndex {
  const uint32 = (size: number | undefined) => new Uint32Array(take(size ?? 0).buffer);
  const [units, starts, altered, uses] = saved.vocabulary;
  const vocabulary = new Vocabulary({
    units: new Uint16Array(take(units ?? 0).buffer),
    starts: uint32(starts),
    altered: take(altered ?? 0),
    uses: take(uses ?? 0),
  });
  const [noted, stemmed, terms, hashes] = saved.stems;
  const stems = { noted: uint32(noted), stemmed: uint32(stemmed), terms: uint32(terms), hashes: uint32(hashes) };
  const segments = saved.segments.map((segment) => restoreSegment(segment, take));
  const empty = saved.empty.map(restoreDocument);
  return new SpaceIndex(saved.id, sizes, { revision: saved.revision, vocabulary, stems, segments, empty });
}

function restoreSegment(saved: SegmentDescription, take: Take): Segment {
  const [recordOf, ordinals, lengths, dayStarts, days, partial, scripts, terms, offsets, postings] =
    saved.sizes.map(take);
  const uint32 = (bytes: Uint8Array<ArrayBuffer> | undefined) => new Uint32Array(bytes?.buffer ?? new ArrayBuffer(0));
  const blocks = saved.texts.blocks.map(take);
  const firsts = uint32(take(saved.texts.firsts));
  return new Segment(
    {
      recordOf: uint32(recordOf),
      ordinals: uint32(ordinals),
      lengths: new Uint16Array(lengths?.buffer ?? new ArrayBuffer(0)),
      dayStarts: uint32(dayStarts),
      days: new Int32Array(days?.buffer ?? new ArrayBuffer(0)),
      partial: partial ?? new Uint8Array(0),
      scripts: uint32(scripts),
      terms: uint32(terms),
      offsets: uint32(offsets),
      postings: postings ?? new Uint8Array(0),
      texts: new TextStore(blocks, firsts, saved.texts.count),
    },
    saved.documents.map(restoreDocument),
  );
}

function saveDocument(record: DocumentRecord): SavedDocument {
  const { id, version, source, fileName, fileType, updatedAt, first, count } = record;
  return [id, version, source, fileName, fileType, updatedAt, first, count];
}

function restoreDocument([
  id,
  version,
  source,
  fileName,
  fileType,
  updatedAt,
  first,
  count,
]: SavedDocument): DocumentRecord {
  return { id, version, source, fileName, fileType, updatedAt, first, count, segment: undefined };
}

function headerOf(parts: readonly Uint8Array[]): Uint8Array {
  const header = new Uint8Array(HEADER);
  const view = new DataView(header.buffer);
  header.set(Buffer.from(MAGIC, "ascii"));
  view.setUint32(12, VERSION, true);
  view.setFloat64(
    16,
    parts.reduce((sum, part) => sum + part.byteLength, HEADER),
    true,
  );
  view.setUint32(
    24,
    parts.reduce((sum, part) => crc32(part, sum), 0),
    true,
  );
  return header;
}

function checkHeader(bytes: Uint8Array): void {
  const cure = "Start with an empty index and read the library again.";
  if (bytes.length < HEADER || Buffer.from(bytes.subarray(0, MAGIC.length)).toString("latin1") !== MAGIC) {
    throw new SnapshotError(`This is no snapshot of the word index. ${cure}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(12, true);
  if (version !== VERSION) {
    throw new SnapshotError(
      `The snapshot of the word index has version ${version}, this program reads ${VERSION}. ${cure}`,
    );
  }
  const length = view.getFloat64(16, true);
  if (length !== bytes.length || crc32(bytes.subarray(HEADER)) !== view.getUint32(24, true)) {
    throw new SnapshotError(`The snapshot of the word index is damaged (${bytes.length} of ${length} bytes). ${cure}`);
  }
}

function padding(size: number): number {
  return Math.ceil(size / 8) * 8;
}

function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 8 === 0) return bytes;
  const whole = new Uint8Array(padding(bytes.length));
  whole.set(bytes);
  return whole;
}
