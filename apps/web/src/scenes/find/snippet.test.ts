import { expect, test } from "vitest";
import { headingsOf, snippetOf } from "./snippet.ts";

test("shows a passage as plain words, without its headings and signs", () => {
  const entry =
    "# Bread\n## Dough\n\n> [!tip] Oven\n- [x] **mix** [flour](x.md) and [[Water|water]]\n| a | b |\n| - | - |\n| 1 | 2 |\n";
  expect(snippetOf(entry, [])).toBe("Oven mix flour and water a · b 1 · 2");
  expect(headingsOf(entry)).toEqual(["Bread", "Dough"]);
  expect(headingsOf("* Garden\n** TODO [#A] Try /Ochsenherz/ again  :home:\nbody")).toEqual([
    "Garden",
    "Try Ochsenherz again",
  ]);
});

test("looks around the first word that was found", () => {
  const entry = `${"filler ".repeat(80)}zebra ${"filler ".repeat(80)}`;
  const snippet = snippetOf(entry, ["zebra"]);
  expect(snippet).toMatch(/^… .*zebra.* …$/);
  expect(snippet.indexOf("zebra")).toBeLessThan(80);
  expect(snippet.length).toBeLessThan(290);
});

test("leaves out the name that stands first in the entry of a text file, and front matter", () => {
  expect(snippetOf("notes/a.txt\nbody", [], "notes/a.txt")).toBe("body");
  expect(snippetOf("# T\n---\ntitle: T\n---\nbody", [])).toBe("body");
});
