/**
 * What each number of the fusion is worth on the judged set: nDCG@10 over all questions, the mean over their kinds, and how
 * many passages meaning finds for questions of which the notes hold nothing; and nDCG@10 over the small libraries. Shared
 * corpora take no part.
 *
 *   node bench/tune-fusion.ts
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fuse } from "../apps/server/src/search/fusion/fuse.ts";
import { FUSION, type FusionNumbers } from "../apps/server/src/search/fusion/fusion-numbers.ts";
import { leastSimilarityAmong } from "../apps/server/src/search/fusion/least-similarity.ts";
import { createWordIndex } from "../apps/server/src/search/index/memory-word-index.ts";
import { rerank } from "../apps/server/src/search/index/rerank.ts";
import { areKnown, scriptSet, scriptsOf } from "../apps/server/src/search/index/scripts.ts";
import { addDocuments, aQuery } from "../apps/server/src/search/index/testing/notes.ts";
import type { RankedChunk } from "../apps/server/src/search/index/word-index.ts";
import { isForeignTo } from "../apps/server/src/search/meaning/ask-meaning.ts";
import { whyWordsDecide } from "../apps/server/src/search/meaning/words-decide.ts";
import type { NearChunk } from "../apps/server/src/search/vectors/vector-index.ts";
import { type Collection, judged, smallLibraries } from "./collections.ts";
import { exactVectors, type Input, openDefaultModel } from "./embedder.ts";
import { mean, ndcg } from "./ndcg.ts";

type Tried = "weight" | "foreign" | "foreignWords" | "leastSimilarity" | "leastOfFew";
const tried: Readonly<Record<Tried, readonly number[]>> = {
  weight: [0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6],
  foreign: [0.3, 0.5, 0.6, 0.7, 0.8, 1],
  foreignWords: [0, 0.25, 0.5, 1],
  leastOfFew: [0.16, 0.18, 0.2, 0.22, 0.24, 0.28],
  leastSimilarity: [0, 0.2, 0.24, 0.26, 0.28, 0.3, 0.32, 0.36, 0.4],
};

const above: Input = ({ headings, text }) => under(headings, text);
const inputs: Readonly<Record<string, Input>> = {
  "headings and text": above,
  "text alone": ({ text }) => text,
  "title, headings, text": ({ headings, text }, { title = "" }) => under([title, ...headings], text),
  "file, headings, text": ({ headings, text }, { fileName }) =>
    under([fileName.replace(/^.*\//, "").replace(/\.\w+$/, ""), ...headings], text),
};

interface Found {
  readonly words: readonly RankedChunk[];
  readonly near: readonly NearChunk[];
  readonly isForeign: boolean;
  /** So many passages were looked through. */
  readonly passages: number;
}

const collection = await judged();
const nothing: string[] = JSON.parse(readFileSync(join(import.meta.dirname, "judged/nothing.json"), "utf8"));
const model = await openDefaultModel();
const asked = [...collection.questions.map(({ ask }) => ask), ...nothing];
const found = new Map<string, readonly Found[]>();
for (const [name, input] of Object.entries(inputs)) found.set(name, await findAll(collection, asked, input));
const small: { readonly questions: Collection["questions"]; readonly found: readonly Found[] }[] = [];
for (const library of await smallLibraries()) {
  const questions = library.questions.map(({ ask }) => ask);
  small.push({ questions: library.questions, found: await findAll(library, questions, above) });
}
const asIs = found.get("headings and text") ?? [];

show(
  "words alone",
  asIs.map((one) => ({ ...one, near: [] })),
  FUSION,
);
show(
  "meaning alone",
  asIs.map((one) => ({ ...one, words: [] })),
  { ...FUSION, leastSimilarity: -1, leastOfFew: -1 },
);
show("as it is", asIs, FUSION, true);
for (const [name, values] of Object.entries(tried))
  for (const value of values) show(`${name} ${value}`, asIs, { ...FUSION, [name]: value });
lookCloser(asIs);
for (const [name, all] of found) show(`embedded: ${name}`, all, FUSION);
await model.close();

async function findAll({ documents }: Collection, questions: readonly string[], input: Input): Promise<Found[]> {
  const index = createWordIndex();
  addDocuments(index, documents);
  const vectors = await exactVectors(model, documents, input);
  const all: Found[] = [];
  for (const ask of questions) {
    const query = aQuery(ask, { limit: 100 });
    const { hits: words, considered: passages } = index.search(query);
    const [[vector = new Float32Array()] = []] = await model.embed([ask], { kind: "query" });
    const near = byWordsAlone(ask)
      ? []
      : await vectors.search({ vector, limit: 100, passing: () => index.passing(query) });
    all.push({ words, near, isForeign: isForeignTo(model, ask), passages });
  }
  return all;
}

function byWordsAlone(text: string): boolean {
  const decided = whyWordsDecide({ parsed: { text, phrases: [] }, how: "both", prefix: false });
  return decided !== undefined || !areKnown(scriptsOf(text), scriptSet(model.scripts ?? []));
}

function show(name: string, all: readonly Found[], numbers: FusionNumbers, withKinds = false): void {
  const fused = all.map((one) => joined(one, numbers));
  const scores = collection.questions.map(({ kind, gains }, at) => {
    const keys = (fused[at] ?? []).map(({ documentId, ordinal }) => `${documentId}.${ordinal}`);
    return { kind, score: ndcg(keys, gains) };
  });
  const kinds = [...Map.groupBy(scores, ({ kind }) => kind)].map(
    ([kind, alike]) => [kind, mean(alike.map(({ score }) => score))] as const,
  );
  const vain = fused.slice(scores.length).map((hits) => hits.filter(({ via }) => via === "meaning").length);
  console.log(
    `${name.padEnd(32)} ${mean(scores.map(({ score }) => score)).toFixed(4)}  by kind ${mean(kinds.map(([, score]) => score)).toFixed(4)}` +
      `  of nothing: ${vain.filter((count) => count === 0).length}/${vain.length} find nothing by meaning, mean ${mean(vain).toFixed(2)}${all === asIs ? `  small ${ofSmall(numbers)}` : ""}`,
  );
  if (withKinds) console.log(kinds.map(([kind, score]) => `  ${kind} ${score.toFixed(3)}`).join("\n"));
}

function joined({ words, near, isForeign, passages }: Found, numbers: FusionNumbers) {
  const leastSimilarity = leastSimilarityAmong(passages, numbers);
  return fuse(words, near, { numbers: { ...numbers, leastSimilarity }, isForeign });
}

/** nDCG@10 over all the questions to small libraries that have an answer, and how many of these have it first. */
function ofSmall(numbers: FusionNumbers): string {
  const scores = small.flatMap(({ questions, found }) =>
    questions.flatMap(({ gains }, at) => {
      const one = found[at];
      if (gains.size === 0 || one === undefined) return [];
      const keys = joined(one, numbers).map(({ documentId, ordinal }) => `${documentId}.${ordinal}`);
      return [{ score: ndcg(keys, gains), isFirst: gains.has(keys[0] ?? "") }];
    }),
  );
  const first = scores.filter(({ isFirst }) => isFirst).length;
  return `${mean(scores.map(({ score }) => score)).toFixed(4)} (${first} of ${scores.length} first)`;
}

/** What `r=true` makes of the thirty best without a model of its own. */
function lookCloser(all: readonly Found[]): void {
  const chunks = new Map(
    collection.documents.flatMap(({ id, chunks }) => chunks.map((chunk) => [`${id}.${chunk.ordinal}`, chunk] as const)),
  );
  const scores = collection.questions.map(({ ask, gains }, at) => {
    const hits = (all[at] ? joined(all[at], FUSION) : []).slice(0, 30);
    const passages = hits.map(({ documentId, ordinal, relevance, nearness = 0 }) => {
      const { text = "", headings = [] } = chunks.get(`${documentId}.${ordinal}`) ?? {};
      return { key: `${documentId}.${ordinal}`, text, headings, relevance, likely: nearness };
    });
    const closer = rerank(ask, passages);
    const order = passages.map(({ key }, place) => ({ key, score: closer[place] ?? 0 }));
    return ndcg(
      order.sort((one, other) => other.score - one.score).map(({ key }) => key),
      gains,
    );
  });
  console.log(`${"looked at closely".padEnd(32)} ${mean(scores).toFixed(4)}`);
}

function under(above: readonly string[], text: string): string {
  const missing = above.filter((heading) => heading !== "" && !text.includes(heading)).join(" › ");
  return missing === "" ? text : `${missing}\n${text}`;
}
