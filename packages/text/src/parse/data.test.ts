import { describe, expect, it } from "vitest";
import { chunk } from "../chunk/chunk.ts";
import { parse } from "../parse.ts";
import { fixture, parseText } from "../testing/fixture.ts";
import { testParser } from "../testing/test-parser.ts";

testParser({
  format: "csv",
  fileName: "ledger.csv",
  bytes: fixture("ledger.csv"),
  nested: (depth) => `a,b\n${'"a,"'.repeat(depth)}\n`,
});
testParser({
  format: "json",
  fileName: "canvas.json",
  bytes: fixture("canvas.json"),
  nested: (depth) => `${'[{"a":'.repeat(depth)}1${"}]".repeat(depth)}`,
});
testParser({
  format: "code",
  fileName: "tide.py",
  bytes: fixture("tide.py"),
  nested: (depth) => Array.from({ length: depth }, (_, level) => `${" ".repeat(level % 200)}if x:`).join("\n"),
});
testParser({
  format: "plaintext",
  fileName: "letter.txt",
  bytes: fixture("letter.txt"),
  nested: (depth) => "(".repeat(depth),
});

describe("a CSV file", () => {
  it("is kept as it is, its rows under the names of the columns", async () => {
    const document = await parse({ fileName: "ledger.csv", bytes: fixture("ledger.csv") });
    expect(document.text).toBe(new TextDecoder().decode(fixture("ledger.csv")));
    expect(document.blocks.at(-1)?.headings).toEqual(["Date, Instrument, Maker, Price (EUR), Remark"]);
  });

  it("is never cut inside a row", async () => {
    const row = (n: number): string => `${n};"a remark\nof two lines";Row ${n} ends\n`;
    const rows = `number;remark;end\n${Array.from({ length: 100 }, (_, n) => row(n)).join("")}`;
    const chunks = chunk(await parseText("a.csv", rows));
    expect(chunks.length).toBeGreaterThan(3);
    for (const piece of chunks) expect(piece.text).toMatch(/ends$/);
  });

  it("has no heading when its first row holds numbers", async () => {
    expect((await parseText("a.csv", "1,2\n3,4\n")).blocks[0]?.headings).toEqual([]);
  });
});

describe("a JSON file", () => {
  it("shows escapes as the characters they mean", async () => {
    const { text } = await parse({ fileName: "canvas.json", bytes: fixture("canvas.json") });
    expect(text).toContain("Hang the large canvases first.\nThen the préparatoires in the café corridor.");
    expect(text).toContain("2025-01-31 🖼");
    expect(text).toContain('  "board": "Winter exhibition",');
  });

  it("is broken into lines when it is minified", async () => {
    const items = JSON.stringify(Array.from({ length: 50 }, (_, n) => ({ id: n, note: `Note number ${n}` })));
    const { text } = await parseText("a.json", items);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(300);
    expect(JSON.parse(text)).toHaveLength(50);
  });

  it("is read although it is not valid", async () => {
    expect((await parseText("a.json", '{"a": "half a stri')).text).toBe('{"a": "half a stri');
  });
});

it("source code is cut at definitions", async () => {
  const { text, blocks } = await parse({ fileName: "tide.py", bytes: fixture("tide.py") });
  const starts = blocks.map((block) => text.slice(block.start, text.indexOf("\n", block.start)));
  expect(starts).toContain("class Harbour:");
  expect(starts).toContain("def main():");
});

describe("plain text", () => {
  it("has paragraphs and items", async () => {
    const { blocks } = await parse({ fileName: "letter.txt", bytes: fixture("letter.txt") });
    expect(blocks.filter((block) => block.kind === "item")).toHaveLength(3);
    expect(blocks.filter((block) => block.kind === "paragraph")).toHaveLength(5);
  });

  it("keeps the rules of private notes, which may arrive declared as plain text", async () => {
    expect((await parseText("a.txt", "---\nprivate: true\n---\nText")).privateBy).toBeDefined();
    expect((await parseText("a.txt", "Text\n#Private\n")).privateBy).toBeDefined();
    expect((await parseText("a.txt", "Text in private\n")).privateBy).toBeUndefined();
  });
});
