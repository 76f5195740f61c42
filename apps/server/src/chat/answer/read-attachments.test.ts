import { expect, it } from "vitest";
import { mostAttachedText, readAttachments } from "./read-attachments.ts";
import { contentWords } from "./words.ts";

const read = (content: string, question: string) =>
  readAttachments(
    [{ name: "a.txt", content, file_type: "text/plain", size: content.length }],
    contentWords(question).words,
  );

it("cuts an attached file into passages that know their place and line", () => {
  const paragraphs = Array.from({ length: 50 }, (_, index) => `Paragraph ${index}. ${"word ".repeat(40)}`);
  const content = `\n\n${paragraphs.join("\n\n")}\n\nThe fulmar came.\n`;
  const [found] = read(content, "fulmars?");
  expect(content.slice(found?.start, (found?.start ?? 0) + (found?.text.length ?? 0))).toBe(found?.text);
  expect(found?.text).toContain("The fulmar came.");
  const lines = content.slice(0, found?.start).split("\n").length;
  expect(found?.line).toBe(lines);
});

it("takes files of any shape: one line without end, nothing, blank lines only", () => {
  expect(read(`${"x".repeat(30_000)} fulmar ${"y".repeat(30_000)}`, "fulmar")).toHaveLength(1);
  expect(read("", "fulmar")).toEqual([]);
  expect(read("\n\n\n", "fulmar")).toEqual([]);
});

it("keeps to the passages most likely to answer, and to so much text", () => {
  expect(read("fulmar\n\n".repeat(100_000), "fulmar").length).toBeLessThanOrEqual(200);
  expect(read(`${" ".repeat(mostAttachedText)}fulmar`, "fulmar")).toEqual([]);
});
