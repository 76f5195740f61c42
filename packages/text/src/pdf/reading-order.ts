import type { PageWord } from "./page-word.ts";

/** Words side by side on one line of one column. */
export interface Line {
  readonly words: readonly PageWord[];
  readonly x: number;
  readonly right: number;
  readonly y: number;
  readonly bottom: number;
  readonly fontSize: number;
}

/**
 * The lines of a page in the order in which people read them, in groups: columns one after the other, and what runs
 * across them before and after. Columns are told by a strip that stays empty over several lines with prose on both sides;
 * a table, whose cells are short, is read by its rows.
 */
export function inReadingOrder(words: readonly PageWord[]): readonly (readonly Line[])[] {
  const upright = words.filter((word) => !word.isTurned);
  const turned = words.filter((word) => word.isTurned);
  const groups = order(toSegments(upright), 0);
  return turned.length === 0 ? groups : [...groups, [toLine(turned)]];
}

/** What the file writes one after the other on one line, up to a gap that no space between words has. */
function toSegments(words: readonly PageWord[]): Line[] {
  const segments: Line[] = [];
  let open: PageWord[] = [];
  for (const word of words) {
    const last = open.at(-1);
    if (last !== undefined && !isNext(last, word)) {
      segments.push(toLine(open));
      open = [];
    }
    open.push(word);
  }
  if (open.length > 0) segments.push(toLine(open));
  return segments;
}

const widestSpace = 1.2;

function isNext(last: PageWord, word: PageWord): boolean {
  if (!isSameRow(last, word)) return false;
  const gap = Math.max(word.x - (last.x + last.width), last.x - (word.x + word.width));
  return gap < widestSpace * Math.max(last.height, word.height);
}

const isSameRow = (one: Pick<PageWord, "y" | "height">, other: Pick<PageWord, "y" | "height">): boolean =>
  Math.abs(one.y + one.height / 2 - other.y - other.height / 2) < 0.5 * Math.min(one.height, other.height) ||
  // A superscript, a large initial: one stands within the height of the other.
  contains(one, other) ||
  contains(other, one);

const contains = (outer: Pick<PageWord, "y" | "height">, inner: Pick<PageWord, "y" | "height">): boolean =>
  inner.y >= outer.y - 0.1 * inner.height && inner.y + inner.height <= outer.y + outer.height + 0.1 * inner.height;

function toLine(words: readonly PageWord[]): Line {
  let [x, right, y, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const word of words) {
    x = Math.min(x, word.x);
    right = Math.max(right, word.x + word.width);
    y = Math.min(y, word.y);
    bottom = Math.max(bottom, word.y + word.height);
  }
  return { words, x, right, y, bottom, fontSize: median(words.map((word) => word.fontSize || word.height)) };
}

const deepestColumns = 4;

function order(segments: readonly Line[], depth: number): Line[][] {
  const gutter = depth < deepestColumns ? findGutter(segments) : undefined;
  if (gutter === undefined) return segments.length === 0 ? [] : [toRows(segments)];
  const groups: Line[][] = [];
  let within: Line[] = [];
  let across: Line[] = [];
  const closeAcross = (): void => {
    if (across.length > 0) groups.push(toRows(across));
    across = [];
  };
  const closeWithin = (): void => {
    const left = within.filter((line) => line.right <= gutter);
    const right = within.filter((line) => line.right > gutter);
    if (isProse(left) && isProse(right)) groups.push(...order(left, depth + 1), ...order(right, depth + 1));
    else if (within.length > 0) groups.push(toRows(within));
    within = [];
  };
  for (const line of segments.toSorted((one, other) => middleOf(one) - middleOf(other))) {
    const crosses = line.x < gutter && line.right > gutter;
    if (crosses) closeWithin();
    else closeAcross();
    (crosses ? across : within).push(line);
  }
  closeAcross();
  closeWithin();
  return groups;
}

const middleOf = (line: Line): number => (line.y + line.bottom) / 2;

const fewestLines = 3;
const fewestLetters = 12;

/** Lines of a text, not cells of a table. */
function isProse(lines: readonly Line[]): boolean {
  const letters = lines.reduce((sum, line) => sum + line.words.reduce((all, word) => all + word.text.length, 0), 0);
  return lines.length >= fewestLines && letters >= fewestLetters * lines.length;
}

const marginShare = 0.12;
const mostCrossing = 0.3;

/** The middle of the emptiest upright strip that has text on both sides; undefined where there is none. */
function findGutter(segments: readonly Line[]): number | undefined {
  if (segments.length < 2 * fewestLines) return undefined;
  const left = Math.min(...segments.map((line) => line.x));
  const right = Math.max(...segments.map((line) => line.right));
  const width = Math.ceil(right - left);
  if (!(width > 20 && width < 20_000)) return undefined;
  // How much height of text covers each point of the width.
  const steps = new Float64Array(width + 2);
  for (const line of segments) {
    const height = line.bottom - line.y;
    const from = Math.max(0, Math.floor(line.x - left));
    const to = Math.min(width + 1, Math.ceil(line.right - left));
    steps[from] = (steps[from] ?? 0) + height;
    steps[to] = (steps[to] ?? 0) - height;
  }
  const cover: number[] = [];
  let sum = 0;
  for (let at = 0; at <= width; at++) {
    sum += steps[at] ?? 0;
    cover.push(sum);
  }
  const most = Math.max(...cover);
  const from = Math.floor(width * marginShare);
  const inner = cover.slice(from, Math.ceil(width * (1 - marginShare)));
  const least = Math.min(...inner);
  if (least > most * mostCrossing) return undefined;
  // One line across, such as the number of the page, parts no columns' gap.
  const usual = median(segments.map((line) => line.bottom - line.y));
  const strip = widestRun(inner, least + 1.5 * usual);
  return strip.length < 0.6 * usual ? undefined : left + from + strip.start + strip.length / 2;
}

function widestRun(values: readonly number[], limit: number): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [at, value] of values.entries()) {
    length = value <= limit ? length + 1 : 0;
    if (length > best.length) best = { start: at - length + 1, length };
  }
  return best;
}

/** Lines from top to bottom, each with its words from left to right, or from right to left where that is how they run. */
function toRows(segments: readonly Line[]): Line[] {
  const rows: Line[][] = [];
  for (const line of segments.toSorted((one, other) => middleOf(one) - middleOf(other) || one.x - other.x)) {
    const row = rows.findLast((known, at) => at >= rows.length - 3 && known.some((other) => isSameLine(other, line)));
    if (row === undefined) rows.push([line]);
    else row.push(line);
  }
  return rows.map((row) => {
    if (row.length === 1) return toLine(row.flatMap((line) => line.words));
    const isLeftward = /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(row[0]?.words[0]?.text ?? "");
    row.sort((one, other) => (isLeftward ? other.right - one.right : one.x - other.x));
    return toLine(row.flatMap((line) => line.words));
  });
}

const isSameLine = (one: Line, other: Line): boolean =>
  isSameRow({ y: one.y, height: one.bottom - one.y }, { y: other.y, height: other.bottom - other.y });

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
