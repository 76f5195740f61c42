import { expect, it } from "vitest";
import { FUSION } from "../fusion/fusion-numbers.ts";
import { scaleOf } from "./similarity-scale.ts";

it("a model that puts everything near each other is read by its own scale", () => {
  const { leastSimilarity, unlike, alike } = scaleOf([0.84, 0.86, 0.88], [0.7, 0.72, 0.71, 0.69]);
  expect(unlike).toBeGreaterThan(0.72);
  expect(leastSimilarity).toBeGreaterThan(unlike);
  expect(leastSimilarity).toBeLessThan(0.84);
  expect(alike).toBeGreaterThan(0.9);
  expect(alike).toBeLessThanOrEqual(1);
});

it("the default model's scale is the usual one", () => {
  // As measured on it: pairs 0.44, others 0.02 with a deviation of 0.06.
  const scale = scaleOf([0.44], [-0.04, 0.08, 0.02]);
  expect(scale.leastSimilarity).toBeCloseTo(FUSION.leastSimilarity, 2);
  expect(scale.leastOfFew).toBeCloseTo(FUSION.leastOfFew, 2);
  expect(scale.unlike).toBeCloseTo(FUSION.unlike, 2);
  expect(scale.alike).toBeCloseTo(FUSION.alike, 2);
});

it("a model that tells nothing apart changes nothing", () => {
  const { leastSimilarity, leastOfFew, unlike, alike } = FUSION;
  const usual = { leastSimilarity, leastOfFew, unlike, alike };
  expect(scaleOf([0.2, 0.1], [0.1, 0.2, 0.15])).toEqual(usual);
  expect(scaleOf([], [])).toEqual(usual);
});
