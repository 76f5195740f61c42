import type { BlockWriter } from "../block-writer.ts";
import type { PlacedWord } from "../layout.ts";
import { type Line, median } from "./reading-order.ts";

/** A heading that stands somewhere on a page. */
export interface PageHeading {
  readonly title: string;
  readonly level: number;
}

/** Text of all pages as it grows, with the words' places. */
export interface TextSoFar {
  text: string;
}

export interface WrittenPage {
  readonly start: number;
  readonly end: number;
  readonly words: readonly PlacedWord[];
}

/**
 * Writes a page's lines as paragraphs. Lines that fill their column run on, words parted by a hyphen are joined, shorter
 * lines stay lines. Headings of the outline are found by their words; one that is not found opens its section where the
 * page begins.
 */
export function writePage(
  soFar: TextSoFar,
  groups: readonly (readonly Line[])[],
  headings: readonly PageHeading[],
  writer: BlockWriter,
): WrittenPage {
  if (soFar.text !== "") soFar.text += "\n\n";
  const start = soFar.text.length;
  const words: PlacedWord[] = [];
  const waiting = [...headings];
  const all = groups.flat();
  for (const heading of headings.filter((one) => !all.some((_, at) => spanOf(all, at, one) > 0))) {
    writer.open(heading.level, heading.title, start);
    waiting.splice(waiting.indexOf(heading), 1);
  }
  for (const group of groups) {
    for (const paragraph of toParagraphs(group, waiting)) {
      if (soFar.text.length > start) soFar.text += "\n\n";
      const begin = soFar.text.length;
      writeLines(soFar, paragraph.lines, rightEdge(group), words);
      const { heading } = paragraph;
      if (heading === undefined) writer.add(isItem(paragraph.lines) ? "item" : "paragraph", begin, soFar.text.length);
      else writer.heading(heading.level, heading.title, begin, soFar.text.length);
    }
  }
  return { start, end: soFar.text.length, words };
}

interface Paragraph {
  readonly lines: readonly Line[];
  readonly heading: PageHeading | undefined;
}

function toParagraphs(lines: readonly Line[], waiting: PageHeading[]): Paragraph[] {
  const pitch = usualPitch(lines);
  const paragraphs: Paragraph[] = [];
  let open: Line[] = [];
  const close = (): void => {
    if (open.length > 0) paragraphs.push({ lines: open, heading: undefined });
    open = [];
  };
  for (let at = 0; at < lines.length; ) {
    const heading = waiting.find((one) => spanOf(lines, at, one) > 0);
    if (heading !== undefined) {
      close();
      const length = spanOf(lines, at, heading);
      paragraphs.push({ lines: lines.slice(at, at + length), heading });
      waiting.splice(waiting.indexOf(heading), 1);
      at += length;
      continue;
    }
    const line = lines[at] as Line;
    const last = open.at(-1);
    if (last !== undefined && isBreak(last, line, pitch, lines)) close();
    open.push(line);
    at++;
  }
  close();
  return paragraphs;
}

const mostHeadingLines = 3;

/** How many lines from `at` on are this heading; 0 when they are not. A number may stand before its title. */
function spanOf(lines: readonly Line[], at: number, { title }: PageHeading): number {
  const wanted = bare(title);
  if (wanted === "") return 0;
  let found = "";
  for (let length = 1; length <= mostHeadingLines; length++) {
    const line = lines[at + length - 1];
    if (line === undefined) return 0;
    found += bare(line.words.map((word) => word.text).join(""));
    if (
      found === wanted ||
      (found.endsWith(wanted) &&
        /^\p{N}{1,6}$|^(?:chapter|section|part|appendix)?[\p{N}a-z]{1,4}$/u.test(found.slice(0, -wanted.length)))
    )
      return length;
    if (found.length > wanted.length + 12) return 0;
  }
  return 0;
}

const bare = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]/gu, "");

function usualPitch(lines: readonly Line[]): number {
  const steps = lines.slice(1).map((line, at) => line.y - (lines[at]?.y ?? 0));
  const heights = median(lines.map((line) => line.bottom - line.y));
  return median(steps.filter((step) => step > 0.5 * heights && step < 2.5 * heights)) || heights * 1.2;
}

function isBreak(last: Line, line: Line, pitch: number, lines: readonly Line[]): boolean {
  const step = line.y - last.y;
  if (step > 1.35 * pitch || step < -0.5 * pitch) return true;
  if (Math.abs(line.fontSize - last.fontSize) > 0.12 * last.fontSize) return true;
  if (isItem([line])) return true;
  const left = Math.min(...lines.map((one) => one.x));
  const isIndented = line.x > left + 0.8 * line.fontSize && line.x < left + 4 * line.fontSize;
  return isIndented && last.x < left + 0.5 * last.fontSize && lines.length > 3;
}

const isItem = (lines: readonly Line[]): boolean => {
  const [first, second] = lines[0]?.words ?? [];
  return second !== undefined && /^(?:[•·–▪●◦‣*-]|\d{1,3}[.)]|[a-z]\))$/.test(first?.text ?? "");
};

const rightEdge = (lines: readonly Line[]): number => Math.max(...lines.map((line) => line.right));

function writeLines(soFar: TextSoFar, lines: readonly Line[], right: number, words: PlacedWord[]): void {
  const left = Math.min(...lines.map((line) => line.x));
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1];
    const parted = before === undefined ? false : isParted(before, line);
    if (parted) soFar.text = soFar.text.slice(0, -1);
    else if (before !== undefined) soFar.text += before.right > right - 0.2 * (right - left) ? " " : "\n";
    writeWords(soFar, line, parted, words);
  }
}

function writeWords(soFar: TextSoFar, line: Line, parted: boolean, words: PlacedWord[]): void {
  for (const [at, word] of line.words.entries()) {
    if (at > 0) soFar.text += " ";
    const { text, x, y, width, height } = word;
    const last = words.at(-1);
    // Of a parted word both halves are marked: each has its part of the text.
    if (at === 0 && parted && last !== undefined) words[words.length - 1] = { ...last, end: last.end - 1 };
    words.push({ start: soFar.text.length, end: soFar.text.length + text.length, x, y, width, height });
    soFar.text += text;
  }
}

/** The end of one line and the beginning of the next are one word: a hyphen between two small letters. */
function isParted(before: Line, line: Line): boolean {
  const last = before.words.at(-1);
  const first = line.words[0];
  if (last === undefined || first === undefined || last.text.length < 2) return false;
  return /\p{Ll}[-\u2010\u00AD]$/u.test(last.text) && /^\p{Ll}/u.test(first.text) && before.words.length > 1;
}
