import { expect, test } from "vitest";
import { definitionsOf, splitLines, splitMarkdown, splitOrg } from "./split-sections.ts";

const paragraph = `${"word ".repeat(400)}\n\n`;

test("cuts a long note at headings, and loses nothing", () => {
  const text = `# A\n\n${paragraph.repeat(2)}## B\n\n${paragraph.repeat(2)}## C\n`;
  const pieces = splitMarkdown(text).map(({ start, end }) => text.slice(start, end));
  expect(pieces.map((piece) => piece.slice(0, 4))).toEqual(["# A\n", "## B", "## C"]);
  expect(pieces.join("")).toBe(text);
});

test("never cuts inside a fence, whatever stands in it", () => {
  const text = `${paragraph.repeat(3)}\`\`\`\n# not a heading\n~~~\n${paragraph.repeat(8)}# still not\n\`\`\`\n\n# Heading\n`;
  const starts = splitMarkdown(text).map(({ start }) => text.slice(start, start + 9));
  expect(starts).toEqual(["word word", "# Heading"]);
});

test("cuts very long stretches at blank lines, but not before items", () => {
  const text = paragraph.repeat(7) + "- item\n\n".repeat(3) + paragraph;
  const starts = splitMarkdown(text).map(({ start }) => text.slice(start, start + 4));
  expect(starts.every((start) => start === "word")).toBe(true);
  expect(starts.length).toBeGreaterThan(1);
});

test("never cuts Org inside a block or drawer", () => {
  const text = `* One\n${paragraph.repeat(2)}#+begin_example\n${paragraph.repeat(8)}#+end_example\n* Two\n`;
  expect(splitOrg(text).map(({ start }) => text.slice(start, start + 5))).toEqual(["* One", "* Two"]);
});

test("cuts lines by number", () => {
  const text = "a\n".repeat(10);
  expect(splitLines(text, 4).map(({ start, end }) => end - start)).toEqual([8, 8, 4]);
});

test("finds the definitions of the whole note", () => {
  expect(definitionsOf("Text [a]\n\n[a]: https://x.example 'T'\n[^1]: note\n")).toBe(
    "[a]: https://x.example 'T'\n\n[^1]: note",
  );
});
