import type { Hit } from "@khoj/client";
import { expect, test } from "vitest";
import { isSameOrder, isUnfinished, keepPlaces } from "./keep-places.ts";

const hit = (name: string, score = 0.5, terms: string[] = []): Hit =>
  ({ entry: name, score, "corpus-id": name, additional: { file: `${name}.md`, start: 0, match: { terms } } }) as Hit;
const names = (hits: readonly Hit[]): string => hits.map(({ entry }) => entry).join(" ");

test("what is on the screen keeps its place, with what is newly known of it, and what is new comes after", () => {
  const shown = [hit("a"), hit("b"), hit("c")];
  const kept = keepPlaces(shown, [hit("d"), hit("c", 0.1), hit("a", 0.2)]);
  expect(names(kept)).toBe("a b c d");
  expect(kept.map(({ score }) => score)).toEqual([0.2, 0.5, 0.1, 0.5]);
});

test("an order is the same only with the same passages in it", () => {
  expect(isSameOrder([hit("a"), hit("b")], [hit("a"), hit("b")])).toBe(true);
  expect(isSameOrder([hit("a"), hit("b")], [hit("b"), hit("a")])).toBe(false);
  expect(isSameOrder([hit("a")], [hit("a"), hit("b")])).toBe(false);
});

test("a last word is unfinished when it only begins words that were found", () => {
  expect(isUnfinished("the quicksil", [hit("a", 0.5, ["quicksilver"])])).toBe(true);
  expect(isUnfinished("Quick", [hit("a", 0.5, ["quick"]), hit("b", 0.5, ["quickly"])])).toBe(false);
  expect(isUnfinished("warm house", [hit("a", 0.5, ["warm"])])).toBe(false);
  expect(isUnfinished("what?", [hit("a")])).toBe(false);
});
