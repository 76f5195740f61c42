import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { neutralise, neutraliseLabel } from "./neutralise.ts";

const reader = new MarkdownIt({ html: true, linkify: true });
const render = (text: string) => reader.render(neutralise(text));
const seen = (text: string) =>
  render(text)
    .replace(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .trim();

const hostile = [
  "![pixel](https://evil.example/p.png)",
  '![pixel](https://evil.example/p.png "title")',
  "![a][ref]\n\n[ref]: https://evil.example/p.png",
  "[click](javascript:alert(1))",
  "[click](https://evil.example/?q=(nested))",
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "<svg/onload=alert(1)>",
  "<https://evil.example>",
  "https://evil.example/auto and www.evil.example too",
  "someone@evil.example",
  "![[secret.png]]",
  "[[https://evil.example][harmless]]",
  "<a href='https://evil.example'>x</a>",
  "&lt;img src=x&gt; &#60;b&#62;",
  "[![badge](https://evil.example/b.svg)](https://evil.example)",
  "`$= dv.pages()` and `= this.file`",
  "```dataviewjs\nfetch('https://evil.example')\n```",
  "<!-- hidden --> shown",
  "text[^1]\n\n[^1]: note",
  "\\[link](https://evil.example)",
  "\\![a](https://evil.example/a.png)",
  "a ![x](<https://evil.example/with space.png>) b",
  "$\\href{https://evil.example}{x}$ and %%gone%%",
];

describe("note text in an answer", () => {
  it.each(hostile)("fetches nothing, links nowhere and runs nothing: %s", (text) => {
    const html = render(text);
    expect(html).not.toMatch(/<(img|a|script|svg|iframe|b|h\d|hr|table)[\s>/]/i);
    expect(html).not.toMatch(/<!--/);
  });

  it("shows where a link goes and what a picture was", () => {
    expect(seen("See [the site](https://a.example/x_y_z) now")).toBe("See the site (https://a.example/x_y_z) now");
    expect(seen("![A puffin](img/puffin.png)")).toBe("A puffin (picture: img/puffin.png)");
    expect(seen("[[Notes/Sky|the sky]] and [[Sea]]")).toBe("the sky and Sea");
  });

  it("keeps the words of ordinary text as they stand", () => {
    for (const text of [
      "snake_case stays, 2 * 3 = 6, a < b > c, 50% of $5 & more",
      "C:\\notes\\new and f(x) = [1, 2]",
      '{"type":"references","data":{}}',
      "un naïve café 🏮 1. Mai",
      "| a | b |",
    ]) {
      expect(seen(text)).toBe(text);
    }
    expect(seen("counted **5403** puffins with `rm -rf`")).toBe("counted 5403 puffins with rm -rf");
  });

  it("makes no headings, rules or code blocks of lines that look like them", () => {
    expect(render("# Not a heading")).toBe("<p># Not a heading</p>\n");
    expect(render("words\n---\nwords")).not.toMatch(/<h|<hr/);
    expect(render("        deep")).toBe("<p>deep</p>\n");
  });

  it("W-12: breaks the delimiter of the stream", () => {
    expect(neutralise("a␃🔚␗b")).not.toContain("␃🔚␗");
  });

  it("takes out characters that turn text around", () => {
    expect(neutralise("invoice\u202Egnp.exe")).toBe("invoicegnp.exe");
  });

  it("keeps a label inside its link", () => {
    const html = reader.render(`[${neutraliseLabel("a](https://evil.example) [b\n# c")}](/here)`);
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain('href="/here"');
    expect(html).not.toContain('href="https');
  });
});
