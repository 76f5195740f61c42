import { memo, type ReactNode } from "react";
import type { Range } from "../../ui/find-words.ts";

export interface MarkedTextProps {
  readonly text: string;
  readonly section: Range;
  readonly marks: readonly Range[];
  readonly passage: Range | undefined;
}

/** A stretch of plain text with the words marked and the passage on its own ground. */
export const MarkedText = memo(function MarkedText({ text, section, marks, passage }: MarkedTextProps) {
  const inside = passage === undefined ? undefined : overlap(section, passage);
  if (inside === undefined) return markPieces(text, section, marks);
  return (
    <>
      {markPieces(text, { start: section.start, end: inside.start }, marks)}
      <span data-passage="">{markPieces(text, inside, marks)}</span>
      {markPieces(text, { start: inside.end, end: section.end }, marks)}
    </>
  );
});

/** The text of a range, its marked words in `mark` elements that carry their number among all of the note. */
export function markPieces(text: string, { start, end }: Range, marks: readonly Range[]): ReactNode {
  const pieces: ReactNode[] = [];
  let shown = start;
  for (let index = firstFrom(marks, start); index < marks.length; index++) {
    const mark = marks[index];
    if (mark === undefined || mark.end > end) break;
    pieces.push(text.slice(shown, mark.start));
    pieces.push(
      <mark key={index} data-mark={index}>
        {text.slice(mark.start, mark.end)}
      </mark>,
    );
    shown = mark.end;
  }
  pieces.push(text.slice(shown, end));
  return pieces;
}

export function overlap(one: Range, other: Range): Range | undefined {
  const start = Math.max(one.start, other.start);
  const end = Math.min(one.end, other.end);
  return start < end ? { start, end } : undefined;
}

function firstFrom(marks: readonly Range[], offset: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
