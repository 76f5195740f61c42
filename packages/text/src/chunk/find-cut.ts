import type { BlockKind } from "../document.ts";
import { isSpace } from "../line-scanner.ts";
import { isIdeographic, isSentenceEnd, isWordless } from "./sentence-end.ts";
import { largest, longestToken, smallest, target } from "./sizes.ts";

interface Stretch {
  /** First character not yet in a chunk. */
  readonly from: number;
  /** Start of the chunk that is being filled; at or before `from`. */
  readonly base: number;
  readonly end: number;
  readonly kind: BlockKind;
}

const wordSegmenter = new Intl.Segmenter("th", { granularity: "word" });

type Test = (text: string, position: number) => boolean;

/**
 * Where to end a chunk inside a block that is too long for it. Best is the end of a sentence (of a line, in lists, code
 * and tables) near the target, then the other of the two, then a space, then a boundary of characters.
 */
export function findCut(text: string, stretch: Stretch): number {
  const { from, base, end, kind } = stretch;
  const max = Math.min(base + largest, end);
  if (max <= from) return nextSpace(text, from, end); // The heading alone fills the chunk.
  const min = Math.max(from + 1, Math.min(base + smallest, max));
  const ideal = Math.max(min, Math.min(base + target, max));
  const isProse = kind === "paragraph" || kind === "quote" || kind === "heading" || kind === "item";
  const tests: readonly Test[] = isProse ? [isSentenceEnd, isLineEnd, isBreak] : [isLineEnd, isSentenceEnd, isBreak];
  for (const test of tests) {
    const cut = searchBack(text, ideal, min, test) ?? searchOn(text, ideal + 1, max, test);
    if (cut !== undefined) return cut;
  }
  const early = searchBack(text, min, from + 1, isBreak);
  if (early !== undefined) return early;
  return cutToken(text, stretch, max);
}

const isLineEnd: Test = (text, position) => text.charCodeAt(position - 1) === 10;

/** After a space, or between ideographs and kana, which stand without spaces. */
const isBreak: Test = (text, position) => {
  const before = text.charCodeAt(position - 1);
  if (isSpace(before)) return true;
  return isIdeographic(before) && isIdeographic(text.charCodeAt(position));
};

function searchBack(text: string, high: number, low: number, test: Test): number | undefined {
  for (let position = high; position >= low; position--) if (test(text, position)) return position;
  return undefined;
}

function searchOn(text: string, low: number, high: number, test: Test): number | undefined {
  for (let position = low; position <= high; position++) if (test(text, position)) return position;
  return undefined;
}

function nextSpace(text: string, from: number, end: number): number {
  const limit = Math.min(end, from + longestToken);
  return searchOn(text, from + 1, limit, isBreak) ?? wholeCharacter(text, limit, from);
}

/** No space up to `max`: a script without spaces is cut between words, a token of bearable length is kept whole. */
function cutToken(text: string, { from, end }: Stretch, max: number): number {
  if (isWordless(text.charCodeAt(max))) {
    const windowStart = Math.max(from, max - 80);
    let cut = from;
    for (const word of wordSegmenter.segment(text.slice(windowStart, max + 20))) {
      const position = windowStart + word.index;
      if (position <= max && position > from) cut = position;
    }
    if (cut > from) return cut;
  }
  const tokenEnd = searchOn(text, max, Math.min(end, from + longestToken), isBreak);
  if (tokenEnd !== undefined) return tokenEnd;
  if (end - from <= longestToken) return end;
  return wholeCharacter(text, max, from);
}

/** The position at or before `position` that parts no surrogate pair and no combining sequence. */
function wholeCharacter(text: string, position: number, from: number): number {
  let cut = position;
  while (cut > from + 1 && cut > position - 20 && /^[\uDC00-\uDFFF\p{M}\u200D]/u.test(text.slice(cut, cut + 1))) cut--;
  if (cut > from + 1 && (text.charCodeAt(cut - 1) & 0xfc00) === 0xd800) cut--;
  return cut;
}
