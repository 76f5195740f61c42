import { describe, expect, it } from "vitest";
import { createWordIndex, loadWordIndex } from "./memory-word-index.ts";
import { SnapshotError } from "./snapshot.ts";
import { aDocument, addDocuments, aQuery, deleteDocuments, found, seededRandom } from "./testing/notes.ts";
import type { WordIndex } from "./word-index.ts";

function indexOf(...texts: string[]): WordIndex {
  const index = createWordIndex();
  addDocuments(
    index,
    texts.map((text, number) => aDocument(`d${number}`, [text])),
  );
  return index;
}

describe("words and their forms", () => {
  it("finds a word in any case, with and without accents, and in its other forms", () => {
    const index = indexOf("The Café serves CONNECTED bakeries", "nothing of it here");
    for (const query of ["cafe", "CAFÉ", "café", "connections", "bakery"])
      expect(found(index, query)).toEqual(["d0.0"]);
  });

  it("puts the spelling that was typed before another form of the word", () => {
    const index = indexOf("the baker connects the ovens", "the baker connected the ovens", "the baker rests and rests");
    expect(found(index, "connected")).toEqual(["d1.0", "d0.0"]);
  });

  it("lets words that only ask or join count little, in the language of the question", () => {
    const index = indexOf("how do I keep what I keep, and how do they do it", "the plants want water", "die Pflanzen");
    expect(found(index, "how do I water plants")[0]).toBe("d1.0");
    expect(found(index, "wie giesse ich die Pflanzen")[0]).toBe("d2.0");
    expect(found(index, "how do they do it")[0]).toBe("d0.0");
  });

  it("knows forms of the document's own language", () => {
    const index = createWordIndex();
    addDocuments(index, [
      aDocument("de", ["Die Häuser am Marktplatz und ein Arbeitsvertrag, unterschrieben in Straßburg"], {
        language: "de",
      }),
      aDocument("ar", ["قرأت والكتاب الجديد في المكتبات الكبيرة أمس"], { language: "ar" }),
      aDocument("ru", ["Мы читали новые книги в библиотеке"], { language: "ru" }),
    ]);
    for (const query of ["Haus", "Haeuser", "haeuser", "Verträge", "strassburg"])
      expect(found(index, query)).toEqual(["de.0"]);
    for (const query of ["كتاب", "الكِتَاب", "مكتبة", "كبير", "امس"]) expect(found(index, query)).toEqual(["ar.0"]);
    expect(found(index, "книга")).toEqual(["ru.0"]);
  });

  it("finds words of scripts without spaces, also where the text is cut otherwise", () => {
    const index = indexOf("发展中国家的经济增长", "東京タワーへ行きました。", "ภาษาไทยสวยงาม", "서울의 날씨가 좋다");
    expect(found(index, "中国")).toEqual(["d0.0"]);
    expect(found(index, "经济")).toEqual(["d0.0"]);
    expect(found(index, "東京")).toEqual(["d1.0"]);
    expect(found(index, "タワー")).toEqual(["d1.0"]);
    expect(found(index, "ภาษา")).toEqual(["d2.0"]);
    expect(found(index, "서울의".normalize("NFD"))).toEqual(["d3.0"]);
  });

  it.each([
    ["getUserName", "user name"],
    ["get_user_name", "getUserName"],
    ["/home/me/notes/bread.org", "bread.org"],
    ["/home/me/notes/bread.org", "notes"],
    ["released on 2024-03-15 at noon", "2024-03-15"],
    ["released on 2024-03-15 at noon", "2024"],
    ["version v1.12.3-beta", "1.12.3"],
    ["mail ann.lee@example.org soon", "ann.lee@example.org"],
    ["mail ann.lee@example.org soon", "example.org"],
    ["an e-mail for you", "email"],
    ["written in C++ today", "c++"],
    ["the sum of 1,000,000 marks", "1,000,000"],
    ["use crate::words::Index", "words::index"],
  ])("finds %s by %s", (text, query) => {
    expect(found(indexOf("unrelated text", text), query)).toEqual(["d1.0"]);
  });

  it("prefers the whole identifier to its parts apart", () => {
    const index = indexOf("the user has a name and a user has a name", "call user_name here", "name the user");
    expect(found(index, "user_name")[0]).toBe("d1.0");
  });

  it("finds by heading, tag, title and file name, and says which words matched", () => {
    const index = createWordIndex();
    const chunk = { text: "plain text", headings: ["Sourdough"], tags: ["baking"] };
    addDocuments(index, [aDocument("note", [chunk], { title: "Kitchen diary", fileName: "recipes/rye.md" })]);
    for (const query of ["sourdough", "baking", "kitchen", "rye.md", "recipes"]) {
      const [hit] = index.search(aQuery(query)).hits;
      expect(hit?.documentId).toBe("note");
      expect(hit?.terms).toContain(query);
    }
  });
});

describe("as you type, and misspelt", () => {
  it("completes the last word only when asked, and not after a space", () => {
    const index = indexOf("feed the sourdough starter");
    expect(found(index, "the sourd", { prefix: true })).toEqual(["d0.0"]);
    expect(index.search(aQuery("sourd", { prefix: true })).hits[0]?.why).toMatchObject({ prefix: true, exact: false });
    expect(found(index, "sourd ", { prefix: true })).toEqual([]);
    expect(found(index, "sourd")).toEqual([]);
  });

  it("finds the nearest spelling and suggests it, only for words that stand nowhere", () => {
    const index = indexOf("a Kubernetes cluster", "the form of it", "from here");
    const result = index.search(aQuery("kuberntes cluster"));
    expect(result.hits[0]).toMatchObject({ documentId: "d0", why: { exact: true, fuzzy: true } });
    expect(result.suggestion).toBe("kubernetes cluster");
    expect(found(index, "form")).toEqual(["d1.0"]);
    expect(found(index, "abc")).toEqual([]);
  });

  it("never puts a near spelling before a chunk that has a word as typed", () => {
    const random = seededRandom(11);
    const letters = () => "abcdefghijklmnopqrst"[Math.floor(random() * 20)] ?? "a";
    const vocabulary = Array.from({ length: 300 }, () => Array.from({ length: 9 }, letters).join(""));
    const word = () => vocabulary[Math.floor(random() * 300)] ?? "";
    const index = createWordIndex();
    addDocuments(
      index,
      Array.from({ length: 400 }, (_, id) => aDocument(`d${id}`, [Array.from({ length: 20 }, word).join(" ")])),
    );
    for (let round = 0; round < 60; round++) {
      const wrong = word();
      const { hits } = index.search(aQuery(`${word()} ${wrong.slice(0, 4)}z${wrong.slice(5)}`, { limit: 400 }));
      const firstFuzzyOnly = hits.findIndex(({ why }) => !why.exact);
      const lastExact = hits.findLastIndex(({ why }) => why.exact);
      expect(firstFuzzyOnly === -1 || firstFuzzyOnly > lastExact).toBe(true);
      expect(hits.some(({ why }) => why.fuzzy)).toBe(true);
      expect(hits.every((hit, at) => at === 0 || hit.score <= (hits[at - 1]?.score ?? 0))).toBe(true);
    }
  });
});

describe("phrases and nearness", () => {
  it("finds a phrase only where its words stand together in order, in the text or in a heading", () => {
    const index = createWordIndex();
    addDocuments(index, [
      aDocument("a", ["rye flour and water"]),
      aDocument("b", ["flour of rye"]),
      aDocument("c", [{ text: "text", headings: ["Rye flour"] }]),
      aDocument("d", [{ text: "flour", headings: ["Rye"] }]),
      aDocument("e", ["制作黑麦面粉的方法"]),
    ]);
    expect(found(index, "", { phrases: ["rye flour"] }).sort()).toEqual(["a.0", "c.0"]);
    expect(found(index, "", { phrases: ["黑麦面粉"] })).toEqual(["e.0"]);
    expect(index.search(aQuery("water", { phrases: ["rye flour"] })).hits[0]?.why.phrase).toBe(true);
  });

  it("prefers words that stand side by side", () => {
    const index = indexOf("green one two three four five six seven tea", "green tea one two three four five six seven");
    expect(found(index, "green tea")).toEqual(["d1.0", "d0.0"]);
  });
});

describe("relevance", () => {
  it("is within 0 and 1, falls with the score, and is small where most of the query is missing", () => {
    const index = indexOf("sourdough starter with rye", "rye whisky", "tea", "sourdough sourdough sourdough");
    const whole = index.search(aQuery("sourdough starter")).hits;
    expect(whole[0]?.relevance).toBeGreaterThan(0.75);
    const part = index.search(aQuery("rye astronomy telescopes nebulas galaxies")).hits;
    expect(part[0]?.relevance).toBeLessThan(0.3);
    for (const hits of [whole, part]) {
      for (const [at, hit] of hits.entries()) {
        expect(hit.relevance >= 0 && hit.relevance <= 1).toBe(true);
        expect(hit.relevance).toBeLessThanOrEqual(hits[at - 1]?.relevance ?? 1);
      }
    }
  });
});

describe("spaces, deletions and snapshots", () => {
  it("answers from the spaces asked for and nothing else, spelling included", () => {
    const index = createWordIndex();
    addDocuments(index, [aDocument("mine", ["my own words"])]);
    addDocuments(index, [aDocument("theirs", ["their secret zeppelin"], { spaceId: "other" })], "other");
    expect(index.search(aQuery("zeppelin"))).toMatchObject({ hits: [], considered: 1, suggestion: undefined });
    expect(index.search(aQuery("zepelin")).suggestion).toBeUndefined();
    expect(found(index, "zeppelin", { filters: { spaces: ["home", "other"] } })).toEqual(["theirs.0"]);
    index.drop("other");
    expect(found(index, "zeppelin", { filters: { spaces: ["home", "other"] } })).toEqual([]);
    expect(index.revision("other")).toBe(0);
  });

  it("forgets a deleted and a replaced text at once, and leaves none of its words in a snapshot", () => {
    const index = indexOf("the canaryword sings", "nothing much");
    expect(found(index, "canaryword")).toEqual(["d0.0"]);
    addDocuments(index, [aDocument("d0", ["the bird sings"])]);
    expect(index.search(aQuery("canaryword")).hits).toEqual([]);
    expect(index.search(aQuery("canaryworm")).suggestion).toBeUndefined();
    const bytes = Buffer.concat(index.snapshot());
    expect(bytes.includes("canaryword") || bytes.includes(Buffer.from("canaryword", "utf16le"))).toBe(false);
    deleteDocuments(index, ["d0", "d1", "never there"]);
    expect(index.stats()).toMatchObject({ chunks: 0, documents: 0, words: 0 });
    expect(found(index, "")).toEqual([]);
  });

  it("comes back from a snapshot with everything, and goes on from there", () => {
    const index = createWordIndex();
    const text = { text: "Häuser am See, 2024", headings: ["Urlaub"], tags: ["reise"], dates: ["2024-05-01"] };
    addDocuments(index, [aDocument("d0", [text], { language: "de" }), aDocument("empty", [])]);
    const again = loadWordIndex(index.snapshot());
    expect(again.revision("home")).toBe(1);
    expect(again.stats()).toEqual({ ...index.stats(), bytes: again.stats().bytes });
    for (const query of ["haus", "urlaub", "reise"])
      expect(again.search(aQuery(query))).toEqual(index.search(aQuery(query)));
    expect(
      found(again, "", { filters: { mustContain: ["am see, 2"], days: { from: "2024-05-01", to: "2024-05-02" } } }),
    ).toEqual(["d0.0"]);
    addDocuments(again, [aDocument("d1", ["ein Haus"], { language: "de" })]);
    deleteDocuments(again, ["d0"]);
    expect(found(again, "häuser")).toEqual(["d1.0"]);
  });

  it("refuses bytes that are cut, changed or of another version", () => {
    const bytes = Buffer.concat(indexOf("some words").snapshot());
    const changed = Buffer.from(bytes);
    changed[bytes.length - 9] = (changed[bytes.length - 9] ?? 0) ^ 1;
    const other = Buffer.from(bytes);
    other[12] = 99;
    for (const broken of [Buffer.alloc(0), bytes.subarray(0, 100), bytes.subarray(0, -8), changed, other]) {
      expect(() => loadWordIndex(broken)).toThrow(SnapshotError);
    }
    expect(() => loadWordIndex(other)).toThrow(/version 99, this program reads/);
  });
});

describe("what nobody would write", () => {
  it("takes a megabyte without a space, lone surrogates, NUL and thousands of marks", () => {
    const huge = `${"x".repeat(500_000)}needle${"y".repeat(500_000)}`;
    const index = indexOf(
      huge,
      "lone \ud800 surrogate \udfff and \0 NUL",
      `z${"\u0301".repeat(10_000)}algo`,
      "a.".repeat(50_000),
    );
    expect(found(index, "surrogate")).toEqual(["d1.0"]);
    expect(found(index, "nul")).toEqual(["d1.0"]);
    expect(found(index, "zalgo")).toEqual(["d2.0"]);
    expect(found(index, "", { filters: { mustContain: ["NEEDLE"] } })).toEqual(["d0.0"]);
    expect(found(index, "", { filters: { mustContain: ["\ud800 s"] } })).toEqual(["d1.0"]);
    expect(found(loadWordIndex(index.snapshot()), "surrogate")).toEqual(["d1.0"]);
  });

  it("answers a query of a hundred thousand words by those that say most", () => {
    const random = seededRandom(5);
    const index = createWordIndex();
    const word = () => `w${Math.floor(random() ** 2 * 5000).toString(26)}`;
    addDocuments(
      index,
      Array.from({ length: 300 }, (_, id) => aDocument(`d${id}`, [Array.from({ length: 80 }, word).join(" ")])),
    );
    addDocuments(index, [aDocument("own", ["uniquewordone uniquewordtwo"])]);
    const query = `${"uniquewordone uniquewordtwo ".repeat(50)}${Array.from({ length: 100_000 }, word).join(" ")}`;
    const { hits, suggestion } = index.search(aQuery(query, { limit: 400 }));
    expect(hits.map(({ documentId }) => documentId)).toContain("own");
    expect(suggestion).toBeUndefined();
  });

  it("answers an empty query with the newest, and one of signs with nothing", () => {
    const index = createWordIndex();
    addDocuments(index, [aDocument("old", ["a"], { updatedAt: 1 }), aDocument("new", ["b", "c"], { updatedAt: 2 })]);
    expect(found(index, "  ", { limit: 2 })).toEqual(["new.0", "new.1"]);
    expect(found(index, "?!")).toEqual([]);
  });
});
