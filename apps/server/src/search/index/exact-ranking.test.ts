import { describe, expect, it } from "vitest";
import type { IndexedDocument } from "../../library/index.ts";
import { createWordIndex, loadWordIndex } from "./memory-word-index.ts";
import { RANKING } from "./ranking.ts";
import { aDocument, addDocuments, aQuery, deleteDocuments, NO_FILTERS, seededRandom } from "./testing/notes.ts";
import type { WordFilters, WordIndex } from "./word-index.ts";

// Some of the made-up words are such that join, as "we".
const ranking = { ...RANKING, stem: 0, proximity: 0, fuzzy: 0, joining: 1 };

/** A few words everywhere, many rarely, as in language. */
function words(random: () => number, count: number, vocabulary: number): string[] {
  return Array.from({ length: count }, () => wordNumber(Math.floor(vocabulary * random() ** 4)));
}

function wordNumber(number: number): string {
  return `w${String(number).replace(/\d/g, (digit) => "abcdefghij".charAt(Number(digit)))}`;
}

function randomDocument(random: () => number, id: string, vocabulary: number): IndexedDocument {
  const chunks = Array.from({ length: Math.floor(random() * 5) }, () => ({
    text: words(random, 1 + Math.floor(random() * 90), vocabulary).join(" "),
    headings: random() < 0.3 ? [words(random, 3, vocabulary).join(" ")] : [],
    tags: random() < 0.2 ? words(random, 1, vocabulary) : [],
    dates: random() < 0.2 ? [`2024-0${1 + Math.floor(random() * 9)}-15`] : [],
  }));
  const title = random() < 0.5 ? words(random, 2, vocabulary).join(" ") : undefined;
  return aDocument(id, chunks, { title, fileName: `${id}.md`, fileType: random() < 0.5 ? "markdown" : "org" });
}

interface Scored {
  readonly key: string;
  readonly score: number;
}

/** BM25 with fields, as the decision record writes it, over every chunk. */
function scoreAll(documents: Iterable<IndexedDocument>, query: string, filters: WordFilters): Scored[] {
  const all = [...documents].flatMap((document) =>
    document.chunks.map((chunk) => ({ document, chunk, body: chunk.text.split(" ") })),
  );
  const fieldsOf = ({ document, chunk }: (typeof all)[number]) => ({
    heading: chunk.headings.flatMap((heading) => heading.split(" ")),
    tags: chunk.tags,
    fileName: [document.id, "md"],
    title: document.title?.split(" ") ?? [],
  });
  const average = all.reduce((sum, { body }) => sum + body.length, 0) / Math.max(1, all.length);
  const asked = new Set(query.split(" "));
  const timesAsked = (word: string) => Math.min(3, query.split(" ").filter((other) => other === word).length);
  const frequency = new Map<string, number>();
  const counted = all.map((entry) => {
    const fields = fieldsOf(entry);
    const counts = new Map<string, number>();
    for (const word of asked) {
      const inText = entry.body.filter((other) => other === word).length;
      let count = inText / (1 - ranking.b + (ranking.b * entry.body.length) / Math.max(1, average));
      for (const field of ["heading", "tags", "fileName", "title"] as const) {
        if (fields[field].includes(word)) count += ranking[field];
      }
      if (count > 0) {
        counts.set(word, count);
        frequency.set(word, (frequency.get(word) ?? 0) + 1);
      }
    }
    return { entry, counts };
  });
  return counted
    .filter(({ entry }) => passes(entry, filters))
    .map(({ entry: { document, chunk }, counts }) => {
      let score = 0;
      for (const [word, count] of counts) {
        const chunks = frequency.get(word) ?? 0;
        const idf = Math.log(1 + (all.length - chunks + 0.5) / (chunks + 0.5));
        score += (timesAsked(word) * idf * (ranking.k1 + 1) * count) / (ranking.k1 + count);
      }
      return { key: `${document.id}.${chunk.ordinal}`, score };
    })
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
}

function passes(
  { document, chunk }: { document: IndexedDocument; chunk: IndexedDocument["chunks"][number] },
  filters: WordFilters,
): boolean {
  const { fileType, days, mustContain, mustNotContain } = filters;
  return (
    (fileType === undefined || document.fileType === fileType) &&
    (days === undefined || chunk.dates.some((day) => day >= (days.from ?? "") && day < (days.to ?? "9"))) &&
    mustContain.every((text) => chunk.text.includes(text.toLowerCase())) &&
    !mustNotContain.some((text) => chunk.text.includes(text.toLowerCase()))
  );
}

function randomFilters(random: () => number): WordFilters {
  return {
    ...NO_FILTERS,
    ...(random() < 0.3 ? { fileType: "org" as const } : {}),
    ...(random() < 0.2 ? { days: { from: "2024-03-01", to: "2024-07-15" } } : {}),
    mustContain: random() < 0.3 ? [["wb", "A W", "bb", "wa wb"][Math.floor(random() * 4)] ?? ""] : [],
    mustNotContain: random() < 0.3 ? [["wf", "c W", "ddd"][Math.floor(random() * 3)] ?? ""] : [],
  };
}

function expectSame(
  index: WordIndex,
  documents: Iterable<IndexedDocument>,
  query: string,
  filters: WordFilters,
  limit: number,
) {
  const expected = scoreAll(documents, query, filters);
  const { hits } = index.search(aQuery(query, { filters, limit }));
  const byKey = new Map(expected.map(({ key, score }) => [key, score]));
  expect(hits.map(({ score }) => score.toFixed(6))).toEqual(
    expected.slice(0, limit).map(({ score }) => score.toFixed(6)),
  );
  for (const hit of hits) expect(hit.score).toBeCloseTo(byKey.get(`${hit.documentId}.${hit.ordinal}`) ?? -1, 6);
}

describe("the word index", () => {
  it.each([1, 2, 3, 4])(
    "finds what scoring every chunk finds, through writes, deletions, merges and snapshots (seed %i)",
    (seed) => {
      const random = seededRandom(seed);
      const vocabulary = 50 * 4 ** seed;
      // Small tails, so that there are many segments and merges.
      const tail = { most: 200 * seed, small: 50 };
      let index = createWordIndex({ ranking, tail });
      const documents = new Map<string, IndexedDocument>();
      for (let round = 0; round < 25; round++) {
        const written = Array.from({ length: Math.floor(random() * 40) }, () =>
          randomDocument(random, `d${Math.floor(random() * 200)}`, vocabulary),
        );
        const unique = [...new Map(written.map((document) => [document.id, document])).values()];
        for (const document of unique) documents.set(document.id, document);
        addDocuments(index, unique);
        const gone = [...documents.keys()].filter(() => random() < 0.1);
        for (const id of gone) documents.delete(id);
        deleteDocuments(index, gone);
        if (random() < 0.3) index.maintain(0.05, { purge: random() < 0.5 });
        if (random() < 0.2) index = loadWordIndex(index.snapshot(), { ranking, tail });
        for (let query = 0; query < 4; query++) {
          const text = words(random, 1 + Math.floor(random() * 8), vocabulary).join(" ");
          expectSame(index, documents.values(), text, randomFilters(random), 1 + Math.floor(random() * 20));
        }
        const chunks = [...documents.values()].reduce((sum, document) => sum + document.chunks.length, 0);
        expect(index.stats()).toMatchObject({ chunks, documents: documents.size });
      }
    },
  );

  it("finds the same in many chunks, where it may stop early", () => {
    const random = seededRandom(7);
    const index = createWordIndex({ ranking });
    const documents = Array.from({ length: 1500 }, (_, id) => randomDocument(random, `d${id}`, 3000));
    addDocuments(index, documents);
    for (let query = 0; query < 40; query++) {
      expectSame(index, documents, words(random, 8, 3000).join(" "), NO_FILTERS, 10);
    }
  });
});
