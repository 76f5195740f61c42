import { Fragment, type ReactNode } from "react";
import type { Range } from "../find-words.ts";
import type { Span } from "./nodes.ts";
import { useView, type View } from "./view.tsx";

/** Text of a note with the words of the search marked, and its tags and wiki links made links. */
export function TextRun({
  value,
  position,
  plain,
}: {
  readonly value: string;
  readonly position?: Span | undefined;
  readonly plain?: boolean;
}) {
  const view = useView();
  const pieces = cutAtMarks(value, position, view);
  return pieces.map(({ text, mark }, index) => {
    const shown = plain === true ? text : withLinks(text, view);
    return mark === undefined || view.mark !== undefined ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change their order
      <Fragment key={index}>{mark === undefined ? shown : view.mark?.(mark, text)}</Fragment>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change their order
      <mark key={index} data-mark={mark}>
        {text}
      </mark>
    );
  });
}

interface Piece {
  readonly text: string;
  /** Index among all marks of the note. */
  readonly mark: number | undefined;
}

function cutAtMarks(value: string, position: Span | undefined, view: View): readonly Piece[] {
  const from = position?.start.offset;
  const to = position?.end.offset;
  if (from === undefined || to === undefined || view.marks.length === 0) return [{ text: value, mark: undefined }];
  const start = from + view.base;
  const end = to + view.base;
  const first = firstEndingAfter(view.marks, start);
  if ((view.marks[first]?.start ?? end) >= end) return [{ text: value, mark: undefined }];
  const places = alignValue(value, view.source.slice(from, to));
  const pieces: Piece[] = [];
  let shown = 0;
  for (let index = first; index < view.marks.length; index++) {
    const mark = view.marks[index];
    if (mark === undefined || mark.start >= end) break;
    const begin = placeOf(places, mark.start - start);
    const finish = placeOf(places, mark.end - start);
    if (finish <= begin || begin < shown) continue;
    if (begin > shown) pieces.push({ text: value.slice(shown, begin), mark: undefined });
    pieces.push({ text: value.slice(begin, finish), mark: index });
    shown = finish;
  }
  if (shown < value.length) pieces.push({ text: value.slice(shown), mark: undefined });
  return pieces;
}

/**
 * For each unit of a shown value, its place in the source it was read from: escapes, entities, quote signs and
 * indentation stand in the source only.
 */
function alignValue(value: string, source: string): readonly number[] {
  const places: number[] = [];
  let at = 0;
  for (let index = 0; index < value.length; index++) {
    const found = source.indexOf(value[index] ?? "", at);
    at = found === -1 || found - at > 400 ? at : found;
    places.push(at);
    at += 1;
  }
  return places;
}

/** The first unit of the value that stands at or after a place of the source. */
function placeOf(places: readonly number[], offset: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstEndingAfter(marks: readonly Range[], offset: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const linkPattern =
  /!?\[\[([^\]|#\n]*)(#[^\]|\n]*)?(?:\|([^\]\n]*))?\]\]|(?<=^|[\s(])#([\p{L}\p{N}_/-]*\p{L}[\p{L}\p{N}_/-]*)/gu;

function withLinks(text: string, view: View): ReactNode {
  if (!text.includes("[[") && !text.includes("#")) return text;
  const parts: ReactNode[] = [];
  let shown = 0;
  for (const match of text.matchAll(linkPattern)) {
    const [whole, name, heading, alias, tag] = match;
    parts.push(text.slice(shown, match.index));
    const shownName = alias ?? `${name ?? ""}${heading?.replace("#", name === "" ? "" : " › ") ?? ""}`;
    const node =
      tag === undefined
        ? view.link({ kind: "note", name: name ?? "" }, shownName, shownName)
        : view.link({ kind: "tag", tag }, `#${tag}`, tag);
    parts.push(<Fragment key={match.index}>{node}</Fragment>);
    shown = match.index + whole.length;
  }
  parts.push(text.slice(shown));
  return parts;
}
