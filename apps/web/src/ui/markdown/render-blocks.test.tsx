import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { findWords } from "../find-words.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import { parseOrg } from "./parse-org.ts";
import { Blocks } from "./render-blocks.tsx";
import { type View, ViewProvider } from "./view.tsx";

test("shows raw HTML as the text it is", () => {
  const html = markdown(`<script>alert(1)</script>\n\nA <img src="x" onerror="alert(1)"> and <b>bold</b>.<br>Next`);
  expect(html).not.toMatch(/<script|<img|<b>/);
  expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(html).toContain("<br/>");
});

test.each([
  ["[x](javascript:alert(1))"],
  ["[x](JaVaScRiPt:alert(1))"],
  ["[x](java&#10;script:alert(1))"],
  ["[x](&#1;javascript:alert(1))"],
  ["[x](data:text/html,hi)"],
  ["[x](vbscript:x)"],
  ["[x](file:///etc/passwd)"],
  ["[x][r]\n\n[r]: javascript:alert(1)"],
  ["<javascript:alert(1)>"],
])("never makes a link of %s", (text) => {
  expect(markdown(text)).not.toMatch(/href="(?!https?:|mailto:)/i);
});

test("never loads a remote picture, however it is written", () => {
  for (const picture of [
    "![a](https://e.example/a.png)",
    "![a](//e.example/a.png)",
    "![a][r]\n\n[r]: http://e.example/a.png",
  ]) {
    const html = markdown(picture);
    expect(html).not.toContain("<img");
    expect(html).toContain("picture at e.example, not loaded");
  }
});

test("says where a link goes, once", () => {
  expect(text(markdown("[guide](https://a.example/x)"))).toBe("guidea.example");
  expect(text(markdown("<https://a.example/x>"))).toBe("https://a.example/x(opens in a new tab)");
});

test("marks words at their place behind escapes, entities, quotes and code", () => {
  const source = "a \\*zebra\\* &amp; zebra\n\n> quoted\n> zebra\n\n`zebra`\n\n```js\nlet zebra;\n```\n";
  expect(markdown(source).match(/<mark data-mark="\d">zebra<\/mark>/g)).toHaveLength(5);
});

test("marks the blocks of the passage and no others", () => {
  const source = "# One\n\nfirst\n\nsecond\n\n- third\n- fourth\n";
  const start = source.indexOf("second");
  const html = markdown(source, { passage: { start, end: source.indexOf("fourth") - 3 } });
  expect([...html.matchAll(/data-passage=""[^>]*>([^<]*)</g)].map(([, shown]) => shown)).toEqual(["second", "third"]);
});

test("reads front matter, callouts, tasks, tables and footnotes", () => {
  const html = markdown(
    "---\ntags: [a, b]\nlist:\n  - one\n  - two\n---\n> [!warning] Mind\n> the gap\n\n- [x] done\n\n| a | b |\n| - | -: |\n| 1 | 2 |\n\nNote[^1]\n\n[^1]: Text\n",
  );
  expect(html).toContain('<dt>tags</dt><dd dir="auto">a, b</dd>');
  expect(html).toContain('<dt>list</dt><dd dir="auto">one, two</dd>');
  expect(html).toContain('data-kind="warning"><p class="callout-title">Mind</p>');
  expect(html).toContain('type="checkbox" disabled="" readOnly="" aria-label="done"');
  expect(html).toContain('<td style="text-align:right">2</td>');
  expect(html).toContain('<sup class="footnote">1</sup>');
});

test("makes links of wiki links and tags, not of code or of signs in words", () => {
  expect(text(markdown("[[Note|alias]] and [[Deep/Other#Part]] and #tag, C# and `#code`"))).toBe(
    "{note:Note|alias} and {note:Deep/Other|Deep/Other › Part} and {tag:tag|#tag}, C# and #code",
  );
});

test("reads Org: headlines with state, priority and tags, emphasis, links, timestamps, blocks", () => {
  const html = org(
    "#+TITLE: T\n* TODO [#A] Plant /early/ :garden:home:\nSCHEDULED: <2026-06-02 Tue>\n:PROPERTIES:\n:ROW: 3\n:END:\n" +
      "See [[https://a.example/x][the guide]], =code= and *bold*.\n1. one\n2. two\n   - [ ] sub\n#+begin_src sh\nls *.md\n#+end_src\n#+begin_quote\nsaid\n#+end_quote\n",
  );
  expect(html).toMatch(/<h2[^>]*>.*data-done="false">TODO<.*>A<.*Plant <em>early<\/em>.*\{tag:garden\|garden\}/);
  expect(html).toContain("<dt>ROW</dt>");
  expect(html).toContain('href="https://a.example/x"');
  expect(html).toMatch(/<code>code<\/code> and <strong>bold<\/strong>/);
  expect(html).toMatch(/<ol start="1"><li.*<ul><li[^>]*data-task/);
  expect(html).toContain("<code>ls *.md</code>");
  expect(html).toMatch(/<blockquote[^>]*><p[^>]*>said<\/p><\/blockquote>/);
});

test("joins wrapped items of Org, and keeps fixed-width lines as they are", () => {
  const html = org("- one\n  goes on\n  - sub\n: a  b\n: zebra\nwords\n: c\n");
  expect(html).toMatch(/<li[^>]*><span>one\ngoes on<\/span><ul>/);
  expect(html).toContain('<code>a  b\n<mark data-mark="0">zebra</mark></code>');
  expect(html).toMatch(/<p[^>]*>words<\/p>.*<code>c<\/code>/);
});

test("marks words of Org at their place", () => {
  const source =
    "* Zebra plan\nA /zebra/ and =zebra=.\n| zebra | b |\n- zebra\n#+begin_example\nzebra\n#+end_example\n";
  expect(org(source).match(/<mark data-mark="\d">zebra<\/mark>/gi)).toHaveLength(6);
});

test("leaves Org that is not closed as text", () => {
  expect(text(org(":DRAWER:\nnever closed\n* Next\n"))).toContain("never closed");
});

const markdown = (source: string, view: Partial<View> = {}): string =>
  render(parseMarkdown(source).children, source, view);
const org = (source: string): string => render(parseOrg(source).children, source, {});

function render(nodes: Parameters<typeof Blocks>[0]["nodes"], source: string, view: Partial<View>): string {
  const definitions = new Map(
    [...source.matchAll(/^\[([^\]^]+)\]: (\S+)/gm)].map(([, name = "", url = ""]) => [name, url]),
  );
  return renderToStaticMarkup(
    <ViewProvider
      value={{
        source,
        base: 0,
        marks: findWords(source, ["zebra"]),
        passage: undefined,
        definitions,
        link: (target, children) => (
          <>
            {"{"}
            {target.kind}:{"name" in target ? target.name : "tag" in target ? target.tag : target.path}|{children}
            {"}"}
          </>
        ),
        ...view,
      }}
    >
      <Blocks nodes={nodes} />
    </ViewProvider>,
  );
}

const text = (html: string): string =>
  html
    .replace(/<[^>]+>/g, "")
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
