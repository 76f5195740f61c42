import { BlockWriter } from "../block-writer.ts";
import type { Draft, Source } from "../parser.ts";

/** Short rows share a block up to about this many characters, so that a million rows stay affordable. */
const blockLength = 300;
const longestRow = 100_000;

/**
 * CSV and TSV as written, cut between rows. The names of the columns become the heading every row stands under, so that
 * a row is found and shown with them.
 */
export function parseCsv(source: Source): Draft {
  const { text } = source;
  const writer = new BlockWriter();
  const delimiter = findDelimiter(text);
  let position = 0;
  let start = 0;
  let isFirst = true;
  while (position < text.length) {
    const end = endOfRow(text, position, delimiter);
    if (isFirst) {
      const names = columnNames(text.slice(position, end), delimiter);
      if (names) {
        writer.heading(1, names.join(", "), position, trimEnd(text, position, end));
        start = end;
      }
      isFirst = false;
    }
    position = end;
    if (position - start >= blockLength) {
      writer.add("table", start, trimEnd(text, start, position));
      start = position;
    }
  }
  writer.add("table", start, trimEnd(text, start, text.length));
  return {
    text,
    title: undefined,
    tags: [],
    classification: undefined,
    privateBy: undefined,
    blocks: writer.blocks,
    missing: [],
  };
}

function findDelimiter(text: string): string {
  const end = text.indexOf("\n");
  const first = text.slice(0, Math.min(end === -1 ? text.length : end, 10_000)).replace(/"[^"]*"/g, "");
  const counts = [",", ";", "\t", "|"].map((mark) => ({ mark, count: first.split(mark).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

/**
 * Offset after the row's line break. A quote opens a field only at its start and holds line breaks; one that does not
 * close within reason was a stray mark, and the row ends with its line.
 */
function endOfRow(text: string, start: number, delimiter: string): number {
  const lineEnd = after(text, "\n", start);
  const mark = delimiter.charCodeAt(0);
  let position = start;
  let limit = lineEnd;
  while (position < limit) {
    if (text[position] === '"') {
      const close = closingQuote(text, position + 1, Math.min(text.length, start + longestRow));
      if (close === undefined) return lineEnd;
      position = close + 1;
      if (position > limit) limit = after(text, "\n", position);
    }
    while (position < limit && text.charCodeAt(position) !== mark) position++;
    position++;
  }
  return limit;
}

function closingQuote(text: string, from: number, limit: number): number | undefined {
  let position = from;
  while (position < limit) {
    const found = text.indexOf('"', position);
    if (found === -1 || found >= limit) return undefined;
    if (text[found + 1] !== '"') return found;
    position = found + 2;
  }
  return undefined;
}

/** The first row when it names columns: each cell filled, none a number, no two alike. */
function columnNames(row: string, delimiter: string): string[] | undefined {
  const cells = row.split(delimiter, 200).map((cell) => cell.trim().replace(/^"|"$/g, "").trim());
  const isHeader = cells.every((cell) => cell !== "" && cell.length <= 80 && !/^[\d.,:/\s-]+$/.test(cell));
  return isHeader && cells.length > 1 && new Set(cells).size === cells.length ? cells : undefined;
}

function trimEnd(text: string, start: number, end: number): number {
  let trimmed = end;
  while (trimmed > start && text.charCodeAt(trimmed - 1) <= 32) trimmed--;
  return trimmed;
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}
