/** Numbers that look random and are the same for the same seed. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const addresses = [
  "https://evil.example/?q=5403",
  "//evil.example/p.png",
  "javascript:alert(1)",
  "data:text/html,<b>",
  "mailto:a@evil.example",
  "www.evil.example",
  "/auth/logout",
  "#top",
  "<https://evil.example/a b>",
  "https://evil.example/(a(b)c)",
];
const signs = [
  ..."[]()<>!`~*_\\|#:;&$\"'=-+ \t\n\n\r^@%{}.0123456789abcx",
  "\u2403",
  "🔚",
  "\u00a0",
  "\u200b",
  "é",
  "字",
];
const openings = [
  "![",
  "](",
  "][",
  "[",
  "]",
  "]:",
  "[x]: ",
  "[1]: ",
  "[^1]: ",
  "[^1]",
  "![[",
  "]]",
  "[[",
  "<",
  "</",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  "<?",
  "?>",
  "<!D",
  "```",
  "````",
  "~~~",
  "`",
  "``",
  "\\",
  "\\\\",
  "&lt;",
  "&#60;",
  "&#x3c;",
  "&amp;lt;",
  "\n> ",
  "\n- ",
  "\n1. ",
  "\n    ",
  "\n\t",
  "\n\n",
  "\n",
  "  \n",
  "\\\n",
  "| a | b |\n|---|---|\n| ",
  " | ",
  "$",
  "$$",
  "\n$$\n",
  "---\n",
  "+++\n",
  "\n===\n",
  "# ",
  "- [ ] ",
  "**",
  "__",
  "~~",
  "[1]",
  "[2][3]",
  "[1](",
  "【1†x】",
  "{",
  "}",
  "{{",
  "}}",
  "%%",
  "==",
  "<br>",
  "<br/>",
  "\r\n",
  "\r",
];
const tags = [
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "<svg/onload=alert(1)>",
  "<a href='https://evil.example'>x</a>",
  "<iframe srcdoc='<b>'>",
  "<IMG\nSRC=//evil.example/x>",
  "<details open ontoggle=x>",
  "<x-y a>",
  "</div>",
  "<!DOCTYPE html>",
  "<textarea>",
  "<a@evil.example>",
];
const kinds = ["dataviewjs", "html", "query", "js", "mermaid", "math", "{=html}", "ts run"];

type Pick = <Item>(from: readonly Item[]) => Item;

/** Markdown as somebody would write it who wants to reach through a renderer: whole constructs, halves of them, and noise. */
export function hostileMarkdown(random: (below: number) => number): string {
  const pick: Pick = (from) => from[random(from.length)] as (typeof from)[number];
  const many = (most: number, part: () => string): string => Array.from({ length: 1 + random(most) }, part).join("");
  const noise = (): string => many(6, () => pick(signs));
  const words = (): string => pick(["Puffins", " dive ", "5403", " and ", "the keeper ", noise()]);
  const whole = (deep: number): string => {
    const inner = (): string => (deep > 2 ? words() : part(deep + 1));
    const constructs: readonly (() => string)[] = [
      () => `![${inner()}](${pick(addresses)}${pick(["", ' "t"', " 't'", " (t)"])})`,
      () => `[${inner()}](${pick(addresses)})`,
      () => `[${inner()}][${pick(["x", "1", "^1", ""])}]`,
      () => `\n\n[${pick(["x", "1", "^1", "a b"])}]: ${pick(addresses)}\n\n`,
      () => `<${pick(addresses)}>`,
      () => ` ${pick(addresses)} `,
      () => `[[${inner()}]]`,
      () => pick(tags),
      () => `\n${pick(["```", "~~~", "````"])}${pick(kinds)}\n${inner()}\n${pick(["```", "~~~", "", "````"])}\n`,
      () =>
        `${pick(["`", "``", "$", "$$", "**", "_", "~~"])}${inner()}${pick(["`", "``", "$", "$$", "**", "_", "~~"])}`,
      () => `\n${pick(["> ", "- ", "1. ", "   ", "    ", "\t", "| "])}${inner()}`,
    ];
    return pick(constructs)();
  };
  const part = (deep: number): string => {
    const kind = random(10);
    return kind < 4 ? whole(deep) : kind < 7 ? pick(openings) : kind < 9 ? words() : noise();
  };
  return many(14, () => part(0));
}

/** The same text in pieces as a stream would bring it. */
export function inPieces(text: string, random: (below: number) => number): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const length = 1 + random(pieces.length % 3 === 0 ? 3 : 40);
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}
