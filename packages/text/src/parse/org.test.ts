import { describe, expect, it } from "vitest";
import type { ParsedDocument } from "../document.ts";
import { parse } from "../parse.ts";
import { fixture, parseText } from "../testing/fixture.ts";
import { testParser } from "../testing/test-parser.ts";

const projects = (): Promise<ParsedDocument> => parse({ fileName: "projects.org", bytes: fixture("projects.org") });
const kindOf = (document: ParsedDocument, words: string): string | undefined => {
  const at = document.text.indexOf(words);
  return document.blocks.find((block) => block.start <= at && at < block.end)?.kind;
};

testParser({
  format: "org",
  fileName: "projects.org",
  bytes: fixture("projects.org"),
  nested: (depth) =>
    Array.from({ length: depth / 10 }, (_, level) => `${"*".repeat(10 * level + 1)} Level :t${level % 9}:`).join("\n"),
});

describe("an Org file", () => {
  it("has the path of headlines without states, priorities, tags and emphasis", async () => {
    const { blocks } = await projects();
    const headings = blocks.filter((block) => block.kind === "heading").map((block) => block.headings.join(" / "));
    expect(headings).toEqual([
      "Raise the greenhouse",
      "Raise the greenhouse / Lay the base",
      "Raise the greenhouse / Water butt",
      "Raise the greenhouse / Water butt / A third level, with a table",
      "Varieties worth keeping",
      "Varieties worth keeping / Tomato: /Black Krim/ and Gardener's Delight",
      "The strawberry tower",
      "Headline without any text below",
      "Last one [2/3]",
    ]);
  });

  it("takes title, file tags and classification from keywords and properties", async () => {
    const document = await projects();
    expect(document.title).toBe("Allotment and other projects");
    expect(document.tags).toEqual(["garden", "projects"]);
    expect(document.classification).toBe("internal");
    expect(document.privateBy).toBeUndefined();
  });

  it("hands tags of headlines down", async () => {
    const document = await projects();
    const at = document.text.indexOf("Four bags");
    expect(document.blocks.find((block) => block.end > at)?.tags).toEqual(["build", "concrete"]);
  });

  it("knows what each stretch is", async () => {
    const document = await projects();
    expect(kindOf(document, "SCHEDULED:")).toBe("properties");
    expect(kindOf(document, "CLOCK:")).toBe("properties");
    expect(kindOf(document, "The frame came")).toBe("paragraph");
    expect(kindOf(document, "square adaptor")).toBe("item");
    expect(kindOf(document, "January")).toBe("table");
    expect(kindOf(document, "plot/days-to-harvest")).toBe("code");
    expect(kindOf(document, "shortest day")).toBe("quote");
    expect(kindOf(document, "fixed width")).toBe("code");
  });

  it("takes a drawer that never ends for text", async () => {
    expect(kindOf(await parseText("a.org", ":smile:\nGood morning.\n"), "Good morning")).toBe("paragraph");
  });

  it("ends an unclosed block at the next headline, as Org does", async () => {
    const document = await parseText("a.org", "* A\n#+begin_src c\nint x;\n* B\nText\n");
    expect(document.blocks.filter((block) => block.kind === "heading")).toHaveLength(2);
    expect(kindOf(document, "Text")).toBe("paragraph");
  });
});

describe("a private Org file", () => {
  const ways: readonly (readonly [way: string, text: string, isPrivate: boolean])[] = [
    ["a property of the file", ":PROPERTIES:\n:PRIVATE: t\n:END:\nText\n", true],
    ["a property of one headline", "* A\nText\n* B\n:PROPERTIES:\n:private:  t\n:END:\n", true],
    ["a property in a drawer cut short", "* A\n:PROPERTIES:\n:PRIVATE: t\n", true],
    ["a keyword", "#+PROPERTY: PRIVATE t\nText\n", true],
    ["a file tag", "#+FILETAGS: :diary:private:\nText\n", true],
    ["a tag of one headline", "* A\n** B :x:Private:\n", true],
    ["nil", ":PROPERTIES:\n:PRIVATE: nil\n:END:\nText\n", false],
    ["an example of one", "#+begin_example\n:PROPERTIES:\n:PRIVATE: t\n:END:\n#+end_example\n", false],
    ["the word alone", "* My private thoughts\nprivate\n", false],
  ];
  it.each(ways)("%s", async (_way, text, isPrivate) => {
    expect((await parseText("a.org", text)).privateBy !== undefined).toBe(isPrivate);
  });
});

it("the strictest label in an Org file holds for all of it", async () => {
  const property = (value: string): string => `* H\n:PROPERTIES:\n:CLASSIFICATION: ${value}\n:END:\n`;
  const document = await parseText("a.org", property("public") + property("Confidential") + property("internal"));
  expect(document.classification).toBe("confidential");
});
