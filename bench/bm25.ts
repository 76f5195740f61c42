/**
 * Quality of the word ranking, nDCG@10: the reference (bm25s of the Python index), our BM25 over the same words with the
 * same k1 and b, and what the product answers. On the shared corpora (for reporting) and the project's judged set.
 *
 *   node bench/bm25.ts [judged]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createWordIndex } from "../apps/server/src/search/index/memory-word-index.ts";
import { RANKING, type Ranking } from "../apps/server/src/search/index/ranking.ts";
import { rerank } from "../apps/server/src/search/index/rerank.ts";
import { addDocuments, aQuery } from "../apps/server/src/search/index/testing/notes.ts";
import { Tokenizer } from "../apps/server/src/search/index/tokenize.ts";
import { type Collection, chunkingEval, judged, xquad } from "./collections.ts";
import { mean, ndcg } from "./ndcg.ts";

const out = join(import.meta.dirname, "out");
/** BM25 of the words given and nothing else. */
const plain: Ranking = {
  ...RANKING,
  ...{
    heading: 0,
    tags: 0,
    fileName: 0,
    title: 0,
    stem: 0,
    prefix: 0,
    compound: 0,
    fuzzy: 0,
    part: 1,
    joining: 1,
    proximity: 0,
  },
};

const collections = process.argv.includes("judged")
  ? [await judged()]
  : [await judged(), await xquad("en"), await xquad("de"), await xquad("zh"), await xquad("ar"), await chunkingEval()];
const python = preparePython();
console.log("nDCG@10            questions bm25s     our BM25  product   reranked");
for (const collection of collections) {
  const reference = python ? mean(rankByReference(collection, python)) : undefined;
  const row = [
    reference,
    mean(rankByIndex(inCodes(collection), plain)),
    mean(rankByIndex(collection, RANKING)),
    mean(rankAgain(collection)),
  ];
  const cells = row.map((value) => (value === undefined ? "not run" : value.toFixed(4)).padEnd(9));
  console.log(`${collection.name.padEnd(18)} ${String(collection.questions.length).padEnd(9)} ${cells.join(" ")}`);
}
showKinds(collections[0] as Collection);

function rankByIndex(collection: Collection, ranking: Ranking): number[] {
  const index = createWordIndex({ ranking });
  addDocuments(index, collection.documents);
  return collection.questions.map(({ ask, gains }) => {
    const { hits } = index.search(aQuery(ask));
    return ndcg(
      hits.map(({ documentId, ordinal }) => `${documentId}.${ordinal}`),
      gains,
    );
  });
}

/** What `r=true` answers: the twenty best looked at again. */
function rankAgain(collection: Collection): number[] {
  const index = createWordIndex();
  addDocuments(index, collection.documents);
  const byKey = new Map<string, { text: string; headings: readonly string[] }>(
    collection.documents.flatMap(({ id, chunks }) => chunks.map((chunk) => [`${id}.${chunk.ordinal}`, chunk] as const)),
  );
  return collection.questions.map(({ ask, gains }) => {
    const hits = index.search(aQuery(ask, { limit: 20 })).hits.map((hit) => {
      const key = `${hit.documentId}.${hit.ordinal}`;
      const chunk = byKey.get(key);
      return { key, relevance: hit.relevance, text: chunk?.text ?? "", headings: chunk?.headings ?? [] };
    });
    const again = rerank(ask, hits);
    const order = hits
      .map(({ key }, at) => ({ key, score: again[at] ?? 0 }))
      .sort((one, other) => other.score - one.score);
    return ndcg(
      order.map(({ key }) => key),
      gains,
    );
  });
}

/** The same text and questions with each word the tokeniser finds written as a code, so that both engines see one list. */
function inCodes(collection: Collection): Collection {
  const codes = new Map<string, string>();
  const coded = (text: string) => {
    const words = wordsOf(text).map((word) => {
      const code =
        codes.get(word) ??
        `code${codes.size.toString(20).replace(/\d/g, (digit) => "klmnopqrst".charAt(Number(digit)))}`;
      codes.set(word, code);
      return code;
    });
    return words.join(" ");
  };
  const documents = collection.documents.map((document) => ({
    ...document,
    ...{ fileName: "", title: undefined, tags: [] },
    chunks: document.chunks.map((chunk) => ({ ...chunk, text: coded(chunk.text), headings: [], tags: [] })),
  }));
  return {
    ...collection,
    documents,
    questions: collection.questions.map((question) => ({ ...question, ask: coded(question.ask) })),
  };
}

function rankByReference({ name, documents, questions }: Collection, interpreter: string): number[] {
  const keys = documents.flatMap(({ id, chunks }) => chunks.map(({ ordinal }) => `${id}.${ordinal}`));
  const texts = documents.flatMap(({ chunks }) => chunks.map(({ text }) => text));
  const asked = {
    documents: texts.map(wordsOf),
    questions: questions.map(({ ask }) => wordsOf(ask)),
    k1: RANKING.k1,
    b: RANKING.b,
  };
  const from = join(out, `${name.replace(" ", "-")}.json`);
  const to = join(out, `${name.replace(" ", "-")}-found.json`);
  writeFileSync(from, JSON.stringify(asked));
  run(interpreter, [join(import.meta.dirname, "bm25-reference.py"), from, to]);
  const found = JSON.parse(readFileSync(to, "utf8")) as number[][];
  return questions.map(({ gains }, number) =>
    ndcg(
      (found[number] ?? []).map((document) => keys[document] ?? ""),
      gains,
    ),
  );
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  const sink = {
    token(units: Uint16Array, start: number, end: number) {
      words.push(String.fromCharCode(...units.subarray(start, end)));
    },
  };
  new Tokenizer(sink).tokenize(text, 0);
  return words;
}

/** A Python with bm25s, made once in bench/out; undefined where that cannot be done. */
function preparePython(): string | undefined {
  mkdirSync(out, { recursive: true });
  const interpreter = join(out, "bm25-python/bin/python");
  if (existsSync(interpreter)) return interpreter;
  try {
    run("python3", ["-m", "venv", join(out, "bm25-python")]);
    run(interpreter, ["-m", "pip", "-q", "install", "bm25s==0.3.16"]);
    return interpreter;
  } catch (error) {
    console.error(`The reference is not run: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? stderr.slice(-500)}`);
}

function showKinds(collection: Collection): void {
  const scores = rankByIndex(collection, RANKING);
  const kinds = Map.groupBy(
    collection.questions.map(({ kind, ask }, number) => ({ kind, ask, score: scores[number] ?? 0 })),
    ({ kind }) => kind,
  );
  for (const [kind, questions] of kinds) {
    const missed = questions.filter(({ score }) => score < 0.7).map(({ ask, score }) => `${ask} (${score.toFixed(2)})`);
    console.log(`  ${kind.padEnd(10)} ${mean(questions.map(({ score }) => score)).toFixed(3)}  ${missed.join("; ")}`);
  }
}
