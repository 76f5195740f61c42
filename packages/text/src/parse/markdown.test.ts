import { describe, expect, it } from "vitest";
import type { ParsedDocument } from "../document.ts";
import { parse } from "../parse.ts";
import { fixture, parseText } from "../testing/fixture.ts";
import { testParser } from "../testing/test-parser.ts";

const kitchen = (): Promise<ParsedDocument> => parse({ fileName: "kitchen.md", bytes: fixture("kitchen.md") });
const headingsOf = (document: ParsedDocument): string[] =>
  document.blocks.filter((block) => block.kind === "heading").map((block) => block.headings.join(" / "));
const kindOf = (document: ParsedDocument, words: string): string | undefined => {
  const at = document.text.indexOf(words);
  return document.blocks.find((block) => block.start <= at && at < block.end)?.kind;
};

testParser({
  format: "markdown",
  fileName: "kitchen.md",
  bytes: fixture("kitchen.md"),
  nested: (depth) =>
    Array.from({ length: depth }, (_, level) => `${">".repeat(level % 50)}${" ".repeat(level % 80)}- [x](`).join("\n"),
});

describe("a Markdown note", () => {
  it("keeps its text as it was sent", async () => {
    expect((await kitchen()).text).toBe(new TextDecoder().decode(fixture("kitchen.md")));
  });

  it("has the path of headings, underlined ones too, and none from code or comments", async () => {
    expect(headingsOf(await kitchen())).toEqual([
      "Sourdough",
      "Sourdough / Loaf of the week",
      "Sourdough / Loaf of the week / Results so far",
      "Oven thermostat",
      "Oven thermostat / Shopping",
      "Oven thermostat / An empty section",
      "Oven thermostat / Crêpes für Großmutter",
    ]);
  });

  it("takes title, tags and classification from the front matter, and tags from its prose", async () => {
    const document = await kitchen();
    expect(document.title).toBe("Kitchen notebook");
    expect(document.tags).toEqual(["cooking", "home/kitchen", "notebook"]);
    expect(document.classification).toBe("internal");
    expect(document.privateBy).toBeUndefined();
    expect(document.missing).toEqual([]);
  });

  it("knows what each stretch is", async () => {
    const document = await kitchen();
    expect(kindOf(document, "created:")).toBe("properties");
    expect(kindOf(document, "The starter")).toBe("paragraph");
    expect(kindOf(document, "sieve it")).toBe("item");
    expect(kindOf(document, "Wet hands")).toBe("item");
    expect(kindOf(document, "The handle")).toBe("quote");
    expect(kindOf(document, "gummy")).toBe("table");
    expect(kindOf(document, "def correct")).toBe("code");
  });

  it("reads a table without outer bars", async () => {
    expect(kindOf(await parseText("a.md", "Name | Age\n--- | ---\nAda | 36\n"), "Ada")).toBe("table");
  });

  it("shows headings without markers", async () => {
    const text = "# **Bold** and `code` with [a link](http://x.org) and [[Target|alias]] ##\n\nx\n";
    expect(headingsOf(await parseText("a.md", text))).toEqual(["Bold and code with a link and alias"]);
  });

  it("takes the first heading for its title where there is no front matter", async () => {
    expect((await parseText("a.md", "intro\n\n## First\n\n# Second\n")).title).toBe("First");
  });

  it("says so when the front matter is not YAML", async () => {
    const document = await parseText("a.md", "---\ntags: [a, b\nx: : y\n---\n\nText.\n");
    expect(document.missing).toHaveLength(1);
    expect(document.blocks.map((block) => block.kind)).toEqual(["properties", "paragraph"]);
  });

  it("does not unfold aliases that grow without end", async () => {
    const lines = [
      "a0: &a0 [x, x]",
      ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}]`),
    ];
    const document = await parseText("a.md", `---\n${lines.join("\n")}\ntags: *a30\n---\nText.\n`);
    expect(document.tags).toEqual([]);
    expect(document.missing).toHaveLength(1);
  });
});

describe("a private Markdown note", () => {
  const ways: readonly (readonly [way: string, text: string, isPrivate: boolean])[] = [
    ["private: true", "---\nprivate: true\n---\nText.\n", true],
    ["a quoted value in another case", '---\nPrivate: "Yes"\n---\nText.\n', true],
    ["a rule in broken YAML", "---\ntags: [a\nprivate: true\n---\nText.\n", true],
    ["a rule with Windows line ends", "---\r\nprivate: true\r\n---\r\nText.\r\n", true],
    ["a tag in the front matter", "---\ntags: [diary, Private]\n---\nText.\n", true],
    ["a tag in the prose", "Text that is #private.\n", true],
    ["a nested tag", "Text #private/health\n", true],
    ["private: false", "---\nprivate: false\n---\nText.\n", false],
    ["the word in code", "Call `#private` or\n\n```\n#private\n```\n", false],
    ["another tag", "Text #privateer and an [anchor](#private)\n", false],
  ];
  it.each(ways)("%s", async (_way, text, isPrivate) => {
    expect((await parseText("a.md", text)).privateBy !== undefined).toBe(isPrivate);
  });
});

describe("the classification of a Markdown note", () => {
  it("is taken in any case", async () => {
    expect((await parseText("a.md", "---\nclassification: Confidential\n---\nText\n")).classification).toBe(
      "confidential",
    );
  });

  it("is the strictest when nobody knows the word, and the note says so", async () => {
    const document = await parseText("a.md", "---\nclassification: secrit\n---\nText\n");
    expect(document.classification).toBe("secret");
    expect(document.missing[0]).toContain("treated as secret");
  });
});
