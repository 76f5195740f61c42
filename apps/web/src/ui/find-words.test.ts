import { expect, test } from "vitest";
import { findWords, wordsOf } from "./find-words.ts";

const found = (text: string, ...words: string[]) =>
  findWords(text, words).map(({ start, end }) => text.slice(start, end));

test("finds words whatever their case and diacritics", () => {
  expect(found("Über das Früh-Brot, FRUH am Morgen", "fruh", "über")).toEqual(["Über", "Früh", "FRUH"]);
  expect(found("fru\u0308h am Morgen", "fruh")).toEqual(["fru\u0308h"]);
});

test("finds whole words with short endings, not pieces of others", () => {
  expect(found("We baked bread; the bakery is in the industry", "bake", "dust")).toEqual(["baked", "bakery"]);
});

test("finds words of scripts without spaces", () => {
  expect(found("明日は六時に起きる", "六時")).toEqual(["六時"]);
});

test("leaves words that stand everywhere unmarked, unless there are no others", () => {
  expect(found("What the grant covers, and the rest", "what", "the", "grant")).toEqual(["grant"]);
  expect(found("The who and the what", "the", "who")).toEqual(["The", "who", "the"]);
});

test("takes signs in words for signs", () => {
  expect(found("C++ and a.b* (x)", "c++", "a.b*")).toEqual(["C++", "a.b*"]);
  for (const sign of "-/\\^$.*+?()[]{}|&~#@!%,:;<=>'`\"_") {
    expect(found(`see a${sign}b there`, `a${sign}b`)).toEqual([`a${sign}b`]);
  }
});

test("reads the words of a query without filters and excluded words", () => {
  expect(wordsOf(`sour "dough starter" file:"*.org" dt>="2024-01-01" -"rye" +"wheat"`)).toEqual([
    "sour",
    "dough",
    "starter",
    "wheat",
  ]);
});
