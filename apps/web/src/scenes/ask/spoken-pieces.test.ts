import { expect, test } from "vitest";
import { spokenPieces } from "./spoken-pieces.ts";

test("an answer is read without its citations and signs of markup", () => {
  expect(spokenPieces("**Bread** needs time [1](/?open=a.md&start=0). So does _tea_ [2].")).toEqual([
    "Bread needs time. So does tea.",
  ]);
});

test("a long one comes in pieces that end where sentences do, and nothing is lost", () => {
  const sentence = "The oven is hot enough when flour browns on its floor within a minute. ";
  const pieces = spokenPieces(sentence.repeat(30));
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.every((piece) => piece.length <= 600 && piece.endsWith("."))).toBe(true);
  expect(pieces.join(" ")).toBe(sentence.repeat(30).trim());
  expect(spokenPieces("面".repeat(1500)).join("")).toBe("面".repeat(1500));
});
