import { describe, expect, it } from "vitest";
import { parse } from "../parse.ts";
import { fixture, parseText } from "../testing/fixture.ts";
import { testParser } from "../testing/test-parser.ts";

testParser({
  format: "html",
  fileName: "page.html",
  bytes: fixture("page.html"),
  nested: (depth) => `${"<div><b>".repeat(depth)}deep${"</i></p>".repeat(depth)}`,
});

testParser({
  format: "xml",
  fileName: "feed.xml",
  bytes: fixture("feed.xml"),
  nested: (depth) => `<?xml version="1.0"?>${"<a>".repeat(depth)}deep${"</a>".repeat(depth)}`,
});

describe("an HTML page", () => {
  it("is the text a reader sees, block by block", async () => {
    const document = await parse({ fileName: "page.html", bytes: fixture("page.html") });
    expect(document.text).toBe(
      [
        "- Home\n- Archive",
        "The keepers of Skerry Rock",
        "From 1861 to 1974 the light was tended by hand. Each keeper wrote a log; thirty\u2011one of them survive.",
        "Daily routine",
        "- Trim the wicks\nand polish the lens\n- Wind the clockwork every four hours",
        "Gale from the north-west. Lamp lit at 4.10. No ships.",
        "Keeper | Years\nEbenezer Strand | 1861–1879",
        "lamp   lit 16:10\nlamp   out 08:02",
        "An unclosed paragraph, a bare & and a < sign The tower in fog",
      ].join("\n\n"),
    );
    expect(document.title).toBe("Lighthouse keepers & their logs");
    expect(document.tags).toEqual(["lighthouses", "history"]);
  });

  it("has its headings as a path", async () => {
    const document = await parseText("a.html", "<h1>A</h1><p>x<h2>B</h2><p>y<h1>C</h1><p>z");
    expect(document.blocks.filter((block) => block.kind === "paragraph").map((block) => block.headings)).toEqual([
      ["A"],
      ["A", "B"],
      ["C"],
    ]);
  });

  it("is private by a keyword", async () => {
    expect((await parseText("a.html", '<meta content="x, private" name="keywords"><p>x')).privateBy).toBeDefined();
  });

  it("is read in the charset it names when it is not UTF-8", async () => {
    const start = '<meta charset="windows-1251"><p>';
    const bytes = Uint8Array.from([...new TextEncoder().encode(start), 0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]);
    expect((await parse({ fileName: "a.html", bytes })).text).toBe("Привет");
  });
});

describe("an XML file", () => {
  it("is the text of its elements, of wordy attributes and of pages in CDATA", async () => {
    const document = await parse({ fileName: "feed.xml", bytes: fixture("feed.xml") });
    expect(document.text.split("\n\n")).toEqual([
      "Harbour notices",
      "Dredging at the north quay",
      "2024-06-18T07:30:00Z",
      "Two barges & a crane; moor elsewhere until Friday.",
      "Lost: one rowing boat",
      "Green, called Patience.",
      "Last seen <drifting> south.",
      "Tide tables",
      "&motto;",
    ]);
    expect(document.title).toBe("Harbour notices");
  });

  it("never unfolds declared entities", async () => {
    const levels = Array.from({ length: 30 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`);
    const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">${levels.join("")}<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&l30;&f;</a>`;
    expect((await parseText("bomb.xml", bomb)).text).toBe("&l30;&f;");
  });

  it("says so when its DOCTYPE does not end", async () => {
    const document = await parseText("a.xml", "<!DOCTYPE a [ <!ENTITY b 'c'> <a>text</a>");
    expect(document.text).toBe("");
    expect(document.missing).toHaveLength(1);
  });
});
