import { describe, expect, it } from "vitest";
import { readIgnoreList } from "./ignore-list.ts";

const isOut = (rules: string, path: string, isFolder = false): boolean =>
  readIgnoreList(rules).judge(path, isFolder) === "out";

describe("an ignore list", () => {
  it.each([
    ["*.log", ["a.log", "deep/down/a.log", "A.LOG"], ["a.log.md", "log"]],
    ["drafts", ["drafts", "work/drafts", "work/drafts/a.md"], ["drafts.md", "mydrafts/a.md"]],
    ["drafts/", ["drafts/a.md", "work/drafts/a.md"], ["drafts", "work/drafts"]],
    ["/drafts", ["drafts", "drafts/a.md"], ["work/drafts"]],
    ["work/drafts", ["work/drafts/a.md"], ["home/work/drafts/a.md"]],
    ["work/*.md", ["work/a.md"], ["work/deep/a.md"]],
    ["**/secret/*.md", ["secret/a.md", "x/y/secret/a.md"], ["secret/x/a.md"]],
    ["work/**", ["work/a.md", "work/x/y/a.md"], ["work"]],
    ["work/**/a.md", ["work/a.md", "work/x/y/a.md"], ["a.md", "work/xa.md"]],
    ["note?.md", ["note1.md", "noteé.md", "note🙂.md"], ["note.md", "note12.md"]],
    ["note[0-9a-c].md", ["note7.md", "noteB.md"], ["noted.md"]],
    ["note[!0-9].md", ["notex.md"], ["note7.md"]],
    ["note[]-].md", ["note].md", "note-.md"], ["notex.md"]],
    ["\\*.md", ["*.md"], ["a.md"]],
    ["\\#tag.md", ["#tag.md"], ["tag.md"]],
    ["\\!now.md", ["!now.md"], ["now.md"]],
    ["a.md   ", ["a.md"], ["a.md   "]],
    ["a\\ ", ["a "], ["a"]],
    ["日記*", ["日記.md", "x/日記2024/a.md"], ["日.md"]],
    ["# a comment\n\n", [], ["# a comment", "a.md"]],
    ["\ufeffa.md\r\nb.md\r\n", ["a.md", "b.md"], ["c.md"]],
    ["/\n!\n//\n", [], ["a.md", "a/b.md"]],
  ])("of %j keeps out what it names and nothing else", (rules, out, others) => {
    expect(out.filter((path) => !isOut(rules, path))).toEqual([]);
    expect(others.filter((path) => isOut(rules, path))).toEqual([]);
  });

  it("takes the last word on a name, but lets nothing in below a folder that is out", () => {
    const rules = "*.md\n!keep.md\n/private/\n!private/keep.md\n";
    expect(isOut(rules, "a.md")).toBe(true);
    expect(readIgnoreList(rules).judge("work/keep.md", false)).toBe("in");
    expect(isOut(rules, "private/keep.md")).toBe(true);
    expect(readIgnoreList(rules).judge("work", true)).toBeUndefined();
  });

  it("is through with rules that are made to take for ever", () => {
    const deep = `${"a/".repeat(60)}a.md`;
    const long = `${"a".repeat(250)}.md`;
    expect(isOut(`${"a/**/".repeat(9)}b`, deep)).toBe(false);
    expect(isOut(`${"**/a/".repeat(9)}b`, deep)).toBe(false);
    expect(isOut(`${"*a".repeat(100)}b`, long)).toBe(false);
    expect(isOut(`${"*[a-z]".repeat(100)}!`, long)).toBe(false);
    expect(isOut(`${"a/**/".repeat(9)}*.md`, deep)).toBe(true);
  });
});
