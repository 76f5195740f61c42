import type { PageLayout } from "@khoj/contract";
import type { Range } from "../../../ui/find-words.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type Word = PageLayout["words"][number];

/** Where a range of the text stands on the page: one box for each line it runs over. */
export function boxesOf({ words }: Pick<PageLayout, "words">, { start, end }: Range): readonly Box[] {
  const boxes: Box[] = [];
  for (const word of wordsWithin(words, start, end)) {
    const box = boxOf(word);
    const last = boxes.at(-1);
    if (last !== undefined && isSameLine(last, box)) boxes[boxes.length - 1] = around(last, box);
    else boxes.push(box);
  }
  return boxes;
}

function wordsWithin(words: readonly Word[], start: number, end: number): readonly Word[] {
  return words.filter(([from, to]) => from < Math.max(end, start + 1) && to > start);
}

const boxOf = ([, , x, y, width, height]: Word): Box => ({ x, y, width, height });

/** Half as high in common, and no gap a column would leave. */
function isSameLine(one: Box, other: Box): boolean {
  const common = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  const height = Math.min(one.height, other.height);
  const gap = Math.max(other.x - (one.x + one.width), one.x - (other.x + other.width));
  return common > height / 2 && gap < Math.max(one.height, other.height) * 1.5;
}

function around(one: Box, other: Box): Box {
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  return {
    x,
    y,
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  };
}
