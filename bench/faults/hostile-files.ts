import type { Random } from "../../packages/text/src/testing/random.ts";
import { file, type HostileFile, text } from "./hostile-file.ts";

const extensions =
  "md markdown org txt log rst html htm xml svg opml csv tsv json jsonl ipynb canvas js ts py c sql yaml toml tex css pdf docx doc png jpg webp gif zip gz xlsx pptx mp3 mp4 exe so epub odt rtf bin unknown".split(
    " ",
  );

export function randomBytes(random: Random): HostileFile[] {
  return ["", ...extensions].map((extension) => {
    const bytes = Uint8Array.from({ length: 1 + random(40_000) }, () => random(256));
    return file(`noise-${extension || "none"}q`, extension, bytes);
  });
}

/** Well-formed files of each format, cut at a random place, in characters and in bytes. */
export function truncated(random: Random): HostileFile[] {
  return Object.entries(wellFormed).flatMap(([extension, text]) =>
    [0, 1, 2, 3].map((n) => {
      const whole = n % 2 === 0 ? Buffer.from(text.repeat(3)) : Buffer.from(`\uFEFF${text}`, "utf16le");
      return file(`cut${n}-${extension}q`, extension, whole.subarray(0, 1 + random(whole.length - 1)));
    }),
  );
}

const wellFormed: Readonly<Record<string, string>> = {
  md: '---\ntitle: "É"\ntags: [a, b]\n---\n# One 🦊\n\n> quote\n\n- [ ] item\n\n```js\nlet x = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n',
  org: "#+title: É\n* TODO One :tag:\n:PROPERTIES:\n:ID: 1\n:END:\n<2026-01-01 Thu>\n#+begin_src js\nlet x = 1;\n#+end_src\n| a | b |\n",
  html: '<!doctype html><html><head><title>É 🦊</title></head><body><h1>One</h1><p class="x">Text &amp; more</p></body></html>',
  xml: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "x">]><a b="c"><![CDATA[ text ]]>&e;<!-- no --></a>',
  csv: 'name,said\n"É ""x""","line\nbreak"\n🦊,2\n',
  json: '{"a":[1,2.5e3,true,null,"É \\u0041 🦊"],"b":{"c":"d"}}',
  ipynb: '{"cells":[{"cell_type":"markdown","source":["# One\\n"]}],"nbformat":4}',
  py: 'def f():\n    """É"""\n    return "🦊"\n',
  pdf: "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
  docx: "PK\x03\x04\x14\x00\x06\x00",
};

const prose = "A sentence that is as long as sentences are. ".repeat(40_000);

/** Small files that ask for much: entities within entities, aliases within aliases, and files of this machine. */
export function bombs(): HostileFile[] {
  const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join("");
  const aliases = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}*a${n}]`).join(
    "\n",
  );
  const laughs = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "ha">${entities}]><r>&e9;</r>`;
  const outside = (name: string): string =>
    `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "${name}"><!ENTITY % p SYSTEM "${name}"> %p;]><r>outside: &x;</r>`;
  return [
    text("laughs-xmlq", "xml", laughs),
    text("laughs-svgq", "svg", laughs),
    text("laughs-htmlq", "html", laughs),
    text("quadratic-xmlq", "xml", `<!DOCTYPE r [<!ENTITY a "${"a".repeat(100_000)}">]><r>${"&a;".repeat(100_000)}</r>`),
    text("outside-fileq", "xml", outside("file:///etc/passwd")),
    text("outside-webq", "xml", outside("http://127.0.0.1:9/x")),
    text("aliases-mdq", "md", `---\na0: &a0 ha\n${aliases}\n---\n# One\n`),
    text("aliases-yamlq", "yaml", `a0: &a0 ha\n${aliases}\n`),
    text("attributes-htmlq", "html", `<p ${Array.from({ length: 100_000 }, (_, n) => `a${n}=1`).join(" ")}>Text</p>`),
    text("tags-mdq", "md", `# One\n\n${Array.from({ length: 100_000 }, (_, n) => `#tag${n}`).join(" ")}\n`),
    text(
      "fronttag-mdq",
      "md",
      `---\ntags: [${Array.from({ length: 100_000 }, (_, n) => `t${n}`).join(",")}]\n---\n${prose}`,
    ),
    text("headtag-orgq", "org", `* Head :${Array.from({ length: 100_000 }, (_, n) => `t${n}`).join(":")}:\n${prose}`),
    text("longhead-mdq", "md", `# ${"word ".repeat(100_000)}\n\n${prose}`),
    text("longtitle-mdq", "md", `---\ntitle: ${"word ".repeat(100_000)}\n---\n${prose}`),
    text(
      "dates-mdq",
      "md",
      `# One\n\n${Array.from({ length: 60_000 }, (_, n) => `${1000 + (n % 9000)}-01-01`).join(" ")}\n`,
    ),
    text("emphasis-mdq", "md", `# ${"*a_b`".repeat(100_000)}\n`),
    text("numbers-jsonq", "json", `[${"1e999,".repeat(50_000)}1${"0".repeat(100_000)}]`),
    text("keys-jsonq", "json", `{${'"__proto__":{"a":1},'.repeat(10_000)}"constructor":1}`),
    text("oneline-txtq", "txt", "word ".repeat(400_000)),
    text("oneword-txtq", "txt", "w".repeat(2_000_000)),
    text("marks-txtq", "txt", `e${"\u0301".repeat(500_000)}`),
    text("zeros-mdq", "md", "\0".repeat(500_000)),
    text("blank-orgq", "org", "\n".repeat(500_000)),
  ];
}

export function nested(depth: number): HostileFile[] {
  const within = (open: string, inner: string, close: string): string =>
    open.repeat(depth) + inner + close.repeat(depth);
  return [
    text("arrays-jsonq", "json", within("[", "1", "]")),
    text("objects-jsonq", "json", within('{"a":', "1", "}")),
    text("open-jsonq", "json", "[".repeat(depth)),
    text("divs-htmlq", "html", within("<div>", "deep", "</div>")),
    text("tables-htmlq", "html", within("<table><tr><td>", "deep", "</td></tr></table>")),
    text("open-htmlq", "html", "<b><i>".repeat(depth)),
    text("elements-xmlq", "xml", within("<a>", "deep", "</a>")),
    text("quotes-mdq", "md", `${">".repeat(depth)} deep\n`),
    text("spaced-mdq", "md", `${"> ".repeat(depth)}deep\n`),
    text("lists-mdq", "md", `${"- ".repeat(depth)}deep\n`),
    text("numbered-mdq", "md", `${"1. ".repeat(depth)}deep\n`),
    text("indented-mdq", "md", Array.from({ length: 1500 }, (_, n) => `${"  ".repeat(n)}- item ${n}`).join("\n")),
    text("brackets-mdq", "md", `${"[".repeat(depth)}deep${"](x)".repeat(depth)}`),
    text("images-mdq", "md", "![".repeat(depth)),
    text("stars-mdq", "md", `${"*a **b ".repeat(depth)}`),
    text("ticks-mdq", "md", Array.from({ length: 1000 }, (_, n) => "`".repeat(n + 1)).join(" a ")),
    text("fences-mdq", "md", `${"```\n````\n".repeat(depth)}`),
    text("headings-mdq", "md", Array.from({ length: depth }, (_, n) => `${"#".repeat(1 + (n % 6))} H${n}`).join("\n")),
    text("stars-orgq", "org", Array.from({ length: 1500 }, (_, n) => `${"*".repeat(n + 1)} H${n}`).join("\n")),
    text("deepest-orgq", "org", `${"*".repeat(depth)} deep\n`),
    text("lists-orgq", "org", Array.from({ length: 1500 }, (_, n) => `${"  ".repeat(n)}- item ${n}`).join("\n")),
    text("blocks-orgq", "org", within("#+begin_quote\n", "deep\n", "#+end_quote\n")),
    text("drawers-orgq", "org", ":A:\n".repeat(depth)),
    text("links-orgq", "org", `${"[[".repeat(depth)}deep${"]]".repeat(depth)}`),
    text("quotes-csvq", "csv", `${'"'.repeat(depth * 2 + 1)},x\n`),
    text(
      "columns-csvq",
      "csv",
      `${Array.from({ length: depth }, (_, n) => `c${n}`).join(",")}\n${"1,".repeat(depth)}\n`,
    ),
    text("braces-jsq", "js", within("{", "deep", "}")),
  ];
}

/** Names that are hard to keep apart, to show or to store; contents are plain. */
export function oddNames(): HostileFile[] {
  const names: readonly [own: string, name: string][] = [
    ["newlineq", "odd/newlineq-a\nb.md"],
    ["returnq", "odd/returnq-a\r\nb.md"],
    ["dotsq", "../../../../etc/dotsq.md"],
    ["rootq", "/etc/rootq/../../x/rootq.md"],
    ["windowsq", "C:\\Users\\..\\windowsq.md"],
    ["emojiq", "odd/emojiq 🦊👩‍👩‍👧.md"],
    ["longq", `odd/longq${"x".repeat(292)}.md`],
    ["toolongq", `odd/toolongq${"y".repeat(1200)}.md`],
    ["upperq", "odd/UpperQ.md"],
    ["upperq", "odd/upperq.md"],
    ["composedq", "odd/composedq-\u00e9.md"],
    ["composedq", "odd/composedq-e\u0301.md"],
    ["commaq", "odd/commaq, and, more.md"],
    ["quoteq", "odd/quoteq\"'`.md"],
    ["percentq", "odd/percentq%2e%2e%0A.md"],
    ["bidiq", "odd/bidiq-\u202Edm.exe.md"],
    ["spaceq", "  odd/spaceq  .md  "],
    ["parentq", "parentq/.."],
    ["loneq", "odd/loneq-\uFFFD.md"],
    ["markupq", "odd/markupq<img src=x onerror=alert(1)>.md"],
    ["globq", "odd/globq*[a-z]?{b}.md"],
  ];
  return names.map(([own, name], at) => ({
    own,
    name,
    type: "text/markdown",
    bytes: Buffer.from(`# Odd ${at}\n\nText ${own}.\n`),
  }));
}

/** A million lines of Org: headlines, tags, properties, lists. */
export function millionLines(): HostileFile {
  const lines = Array.from({ length: 1_000_000 }, (_, n) => {
    if (n % 20 === 0) return `${"*".repeat(1 + ((n / 20) % 5))} Headline ${n} :tag${n % 7}:`;
    return n % 3 === 0 ? `- item ${n} of this and that` : `Line ${n} of a very long diary.`;
  });
  return text("million-orgq", "org", lines.join("\n"));
}

export function large(own: string, bytes: number): HostileFile {
  const line = Buffer.from(
    "A line of a file that is far too long for anybody to have written it, in many years of his life.\n",
  );
  return file(own, "txt", Buffer.alloc(bytes, line));
}
