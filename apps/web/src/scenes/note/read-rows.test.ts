import { expect, test } from "vitest";
import { readRows } from "./read-rows.ts";

const values = (text: string, separator = ",") =>
  readRows(text, { start: 0, end: text.length }, separator).map((row) => row.map(({ value }) => value));

test("reads separated values, quoted ones with separators, quotes and line ends in them", () => {
  expect(values('a,b\r\n"x, y","say ""hi"""\n"two\nlines",2\n\nlast,')).toEqual([
    ["a", "b"],
    ["x, y", 'say "hi"'],
    ["two\nlines", "2"],
    ["last"],
  ]);
  expect(values("a;b\n1,5;2", ";")).toEqual([
    ["a", "b"],
    ["1,5", "2"],
  ]);
});

test("knows where each cell stands", () => {
  const text = 'a,"bread, rye"\n';
  const [row = []] = readRows(text, { start: 0, end: text.length }, ",");
  expect(row.map(({ start, end }) => text.slice(start, end))).toEqual(["a", "bread, rye"]);
});
