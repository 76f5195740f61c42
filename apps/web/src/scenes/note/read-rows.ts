import type { Range } from "../../ui/find-words.ts";

export interface Cell extends Range {
  readonly value: string;
  /** Written in quotes with doubled quotes inside: its value is not the text between its ends. */
  readonly quoted: boolean;
}

/** Rows of separated values between two places of a text, each cell with its own place. Quoted cells may hold line ends. */
export function readRows(text: string, { start, end }: Range, separator: string): readonly (readonly Cell[])[] {
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  for (let at = start; at < end; ) {
    const cell = readCell(text, at, end, separator);
    row.push(cell.cell);
    at = cell.next;
    if (cell.last) {
      if (row.length > 1 || row[0]?.value !== "") rows.push(row);
      row = [];
    }
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function readCell(text: string, at: number, end: number, separator: string) {
  if (text[at] !== '"') {
    let stop = at;
    while (stop < end && text[stop] !== separator && text[stop] !== "\n") stop++;
    const value = text.slice(at, stop).replace(/\r$/, "");
    return {
      cell: { start: at, end: at + value.length, value, quoted: false },
      next: stop + 1,
      last: text[stop] !== separator,
    };
  }
  let stop = at + 1;
  while (stop < end && !(text[stop] === '"' && text[stop + 1] !== '"')) stop += text[stop] === '"' ? 2 : 1;
  const raw = text.slice(at + 1, stop);
  let next = stop + 1;
  while (next < end && text[next] !== separator && text[next] !== "\n") next++;
  const cell = { start: at + 1, end: stop, value: raw.replaceAll('""', '"'), quoted: raw.includes('""') };
  return { cell, next: next + 1, last: text[next] !== separator };
}
