import { expect, it } from "vitest";
import { rerank } from "./rerank.ts";

const passage = (text: string, headings: readonly string[] = [], relevance = 0.5) => ({ text, headings, relevance });
/** The places of the passages, best first. */
const order = (query: string, passages: readonly ReturnType<typeof passage>[]) =>
  rerank(query, passages)
    .map((score, place) => ({ score, place }))
    .sort((one, other) => other.score - one.score)
    .map(({ place }) => place);

it("prefers a passage that has all the words, in whatever form", () => {
  expect(order("baking sourdough loaves", [passage("bake a loaf"), passage("Sourdough: baked loaves")])).toEqual([
    1, 0,
  ]);
});

it("prefers words in a heading to words in the text", () => {
  expect(order("varroa", [passage("varroa in August"), passage("varroa in August", ["Varroa"])])).toEqual([1, 0]);
});

it("prefers words that stand close together", () => {
  const apart = passage("green one two three four five six seven eight nine tea");
  expect(order("green tea", [apart, passage("one two three green tea four five six seven eight nine")])).toEqual([
    1, 0,
  ]);
});

it("works for scripts without spaces and for Arabic", () => {
  expect(order("数据库备份", [passage("今天天气很好"), passage("数据库每天备份")])).toEqual([1, 0]);
  expect(order("كتاب جديد", [passage("كلام"), passage("الكتاب الجديد")])).toEqual([1, 0]);
});

it("keeps the first relevance when the query has no word, and stays within 0 and 1", () => {
  expect(rerank("?!", [passage("text", [], 0.3)])).toEqual([0.3]);
  for (const score of rerank("a b c", [passage("a b c", ["a b c"], 1), passage("", [], 0)])) {
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(1);
  }
});
