import { expect, test } from "vitest";
import { boxesOf } from "./boxes.ts";

/** 'Bread needs time' on one line, 'and salt' on the next, 'Ovens' in the next column. */
const page = {
  words: [
    [0, 5, 10, 10, 30, 10],
    [6, 11, 44, 10, 34, 10],
    [12, 16, 82, 11, 24, 10],
    [17, 20, 10, 24, 18, 10],
    [21, 25, 32, 24, 22, 10],
    [26, 31, 200, 24, 30, 10],
  ] as [number, number, number, number, number, number][],
};

test("a range is one box a line, and columns keep apart", () => {
  expect(boxesOf(page, { start: 6, end: 31 })).toEqual([
    { x: 44, y: 10, width: 62, height: 11 },
    { x: 10, y: 24, width: 44, height: 10 },
    { x: 200, y: 24, width: 30, height: 10 },
  ]);
});

test("part of a word is the whole word, and what is not on the page is nowhere", () => {
  expect(boxesOf(page, { start: 7, end: 8 })).toEqual([{ x: 44, y: 10, width: 34, height: 10 }]);
  expect(boxesOf(page, { start: 40, end: 50 })).toEqual([]);
});
