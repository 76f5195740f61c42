import type { AnswerMarks, ContextItem } from "@khoj/contract";
import { expect, test } from "vitest";
import { annotate, readCitation } from "./citations.ts";

const context: readonly ContextItem[] = [
  { query: "q", compiled: "Bread needs 450 grams.", file: "Bread.md", uri: "", start: 0, end: 20 },
  { query: "q", compiled: "Salt.", file: "A (b).md", uri: "", start: 5, end: 9 },
];
const answer = "It needs 450 grams [1] and [2](/?open=x) since 1998 [7].";

test("citations of both kinds become links that know their place; what names no passage stays as it is", () => {
  const { source } = annotate(answer, context, undefined);
  expect(source).toBe(
    "It needs 450 grams [1](/?open=Bread.md&start=0&end=20&at=19) and [2](/?open=A+%28b%29.md&start=5&end=9&at=27) since 1998 [7].",
  );
});

test("what stands in no passage keeps its place behind citations that grew", () => {
  const marks: AnswerMarks = {
    citations: [],
    unsupported: [
      { start: answer.indexOf("1998"), end: answer.indexOf("1998") + 4, kind: "date" },
      { start: answer.indexOf("450"), end: answer.indexOf("450") + 3, kind: "number" },
    ],
  };
  const { source, unsupported } = annotate(answer, context, marks);
  expect(unsupported.map(({ start, end, kind }) => [source.slice(start, end), kind])).toEqual([
    ["450", "number"],
    ["1998", "date"],
  ]);
});

test("a number that names no passage is marked as such", () => {
  const at = answer.indexOf("[7]");
  const marks: AnswerMarks = {
    citations: [{ at, number: 7, checked: false, reason: "There is no passage 7" }],
    unsupported: [],
  };
  const { source, unsupported } = annotate(answer, context, marks);
  expect(unsupported.map(({ start, end, kind }) => [source.slice(start, end), kind])).toEqual([["[7]", "citation"]]);
});

test("each place of a citation has what was found of it there", () => {
  const marks: AnswerMarks = {
    citations: [
      { at: 19, number: 1, checked: true, reason: null },
      { at: 40, number: 1, checked: false, reason: "It says something else" },
    ],
    unsupported: [],
  };
  expect(readCitation("/?open=Bread.md&at=19", context, 1, marks)?.mark?.checked).toBe(true);
  expect(readCitation("/?open=Bread.md&at=40", context, 1, marks)?.mark?.reason).toBe("It says something else");
  expect(readCitation("/?open=Bread.md&at=3", context, 1, marks)?.mark).toBeUndefined();
  expect(readCitation("/?open=Other.md&at=19", context, 1, marks)).toBeUndefined();
});
