import { describe, expect, it } from "vitest";
import { createWordIndex } from "./memory-word-index.ts";
import { aDocument, addDocuments, found, seededRandom } from "./testing/notes.ts";
import type { WordFilters, WordIndex } from "./word-index.ts";

const filtered = (index: WordIndex, filters: Partial<WordFilters>) => found(index, "", { filters, limit: 100 }).sort();

describe("file filters", () => {
  const index = createWordIndex();
  const names = ["/home/me/notes/bread.org", "notes/tea.md", "Notes/Sub/Äpfel.md", "a[1].md", "work/plan.txt"];
  addDocuments(
    index,
    names.map((fileName, id) => aDocument(`d${id}`, ["text"], { fileName, source: id === 4 ? "github" : "computer" })),
  );

  it.each([
    ["bread.org", ["d0.0"]],
    ["BREAD", ["d0.0"]],
    ["notes/*.md", ["d1.0", "d2.0"]],
    ["notes/?ea.md", ["d1.0"]],
    ["äpfel".normalize("NFD"), ["d2.0"]],
    ["a[1]", ["d3.0"]],
    ["a[12]", []],
    [".*", ["d0.0", "d1.0", "d2.0", "d3.0", "d4.0"]],
    ["(x+)+$", []],
    [`${"*a".repeat(40)}b`, []],
  ])("file:%s", (glob, expected) => {
    expect(filtered(index, { files: [glob] })).toEqual(expected);
  });

  it("takes any of several, without any of the excluded, exact names and the source", () => {
    expect(filtered(index, { files: ["tea", "plan"] })).toEqual(["d1.0", "d4.0"]);
    expect(filtered(index, { files: ["notes"], notFiles: ["*.org", "sub/"] })).toEqual(["d1.0"]);
    expect(filtered(index, { fileNames: ["notes/tea.md", "tea.md"] })).toEqual(["d1.0"]);
    expect(filtered(index, { fileNames: [] })).toEqual([]);
    expect(filtered(index, { source: "github" })).toEqual(["d4.0"]);
  });
});

describe("day filters", () => {
  it("pass a chunk that names a day from the first to before the last", () => {
    const index = createWordIndex();
    addDocuments(index, [
      aDocument("d", [{ text: "a", dates: ["2024-04-01"] }, { text: "b", dates: ["2023-01-01", "2024-04-02"] }, "c"]),
    ]);
    expect(filtered(index, { days: { from: "2024-04-01", to: "2024-04-02" } })).toEqual(["d.0"]);
    expect(filtered(index, { days: { from: "2024-04-02" } })).toEqual(["d.1"]);
    expect(filtered(index, { days: { to: "2024-01-01" } })).toEqual(["d.1"]);
  });
});

describe("words that must or must not stand in the text", () => {
  it("compares with the text itself, ignoring case only, in every script", () => {
    const pieces = [
      "Straße",
      "STRASSE",
      "é",
      "e\u0301",
      "ｶﾞ",
      "ガ",
      "か\u3099",
      "İzmir",
      "ΟΔΟΣ",
      "οδός",
      "user_name",
      "getName",
      "C++",
      "1,000",
      "--",
      "中国",
      "国家",
      "发展",
      "ไทย",
      "\ud83c\udf5e",
      "\u1112\u1161\u11ab",
      "한",
      "soft\u00adhyphen",
      "naïve",
      "x".repeat(80),
      " ",
      " ",
      "\n",
      ".",
    ];
    const random = seededRandom(3);
    const pick = () => pieces[Math.floor(random() * pieces.length)] ?? "";
    const texts = Array.from({ length: 150 }, () =>
      Array.from({ length: 1 + Math.floor(random() * 8) }, pick).join(""),
    );
    const index = createWordIndex();
    addDocuments(index, [aDocument("d", texts, { title: "Straße user_name", fileName: "getName-中国.md" })]);
    const lower = (text: string) => text.toLowerCase().replaceAll("ς", "σ");
    for (let round = 0; round < 300; round++) {
      const source = random() < 0.5 ? `${pick()}${pick()}` : (texts[Math.floor(random() * texts.length)] ?? "");
      const start = Math.floor(random() * source.length);
      const wanted = source.slice(start, start + 1 + Math.floor(random() * 6)).trim();
      if (wanted === "") continue;
      const having = texts
        .flatMap((text, ordinal) => (lower(text).includes(lower(wanted)) ? [`d.${ordinal}`] : []))
        .sort();
      const lacking = texts
        .flatMap((text, ordinal) => (lower(text).includes(lower(wanted)) ? [] : [`d.${ordinal}`]))
        .sort();
      const all = (filters: Partial<WordFilters>) => found(index, "", { filters, limit: 1000 }).sort();
      expect(all({ mustContain: [wanted] }), JSON.stringify(wanted)).toEqual(having);
      expect(all({ mustNotContain: [wanted] }), JSON.stringify(wanted)).toEqual(lacking);
    }
  });
});
