import { fileGlob } from "./file-glob.ts";
import { narrowToPhrase } from "./phrase-match.ts";
import type { DocumentRecord, Segment } from "./segment.ts";
import { dayOf } from "./segment-builder.ts";
import type { SpaceIndex } from "./space-index.ts";
import { TextContains } from "./text-contains.ts";
import type { WordQuery } from "./word-index.ts";

/** Makes, for each segment of a space, the mask of chunks that exist and pass: `mask[chunk]` is 1. */
export function chunkFilter(
  space: SpaceIndex,
  query: Pick<WordQuery, "filters" | "phrases">,
): (segment: Segment) => Uint8Array {
  const { filters } = query;
  const passes = documentFilter(filters);
  const wanted = filters.mustContain.map((text) => new TextContains(space, text));
  const unwanted = filters.mustNotContain.map((text) => new TextContains(space, text));
  return (segment) => {
    if (!passes && !filters.days && wanted.length + unwanted.length + query.phrases.length === 0) return segment.live;
    const mask = segment.live.slice();
    if (passes) narrowToDocuments(segment, mask, passes);
    if (filters.days) narrowToDays(segment, mask, filters.days);
    for (const phrase of query.phrases) narrowToPhrase(space, segment, phrase, mask);
    for (const contains of wanted) contains.narrow(segment, mask, true);
    for (const contains of unwanted) contains.narrow(segment, mask, false);
    return mask;
  };
}

function documentFilter(filters: WordQuery["filters"]): ((record: DocumentRecord) => boolean) | undefined {
  const files = filters.files.map(fileGlob);
  const notFiles = filters.notFiles.map(fileGlob);
  const names = filters.fileNames && new Set(filters.fileNames);
  const { fileType, source } = filters;
  if (!fileType && !source && !names && files.length + notFiles.length === 0) return undefined;
  return (record) =>
    (fileType === undefined || record.fileType === fileType) &&
    (source === undefined || record.source === source) &&
    (names === undefined || names.has(record.fileName)) &&
    (files.length === 0 || files.some((matches) => matches(record.fileName))) &&
    !notFiles.some((matches) => matches(record.fileName));
}

function narrowToDocuments(segment: Segment, mask: Uint8Array, passes: (record: DocumentRecord) => boolean): void {
  const passing = segment.records.map((record) => record !== undefined && passes(record));
  const { recordOf } = segment.parts;
  for (let chunk = 0; chunk < mask.length; chunk++) if (!passing[recordOf[chunk] as number]) mask[chunk] = 0;
}

function narrowToDays(segment: Segment, mask: Uint8Array, range: { from?: string; to?: string }): void {
  const from = (range.from === undefined ? undefined : dayOf(range.from)) ?? Number.NEGATIVE_INFINITY;
  const to = (range.to === undefined ? undefined : dayOf(range.to)) ?? Number.POSITIVE_INFINITY;
  const { dayStarts, days } = segment.parts;
  for (let chunk = 0; chunk < mask.length; chunk++) {
    if (mask[chunk] === 0) continue;
    let inside = false;
    const end = dayStarts[chunk + 1] as number;
    for (let at = dayStarts[chunk] as number; at < end; at++) {
      const day = days[at] as number;
      inside ||= day >= from && day < to;
    }
    if (!inside) mask[chunk] = 0;
  }
}
