/**
 * What each number of the word ranking is worth on the judged set: nDCG@10, the mean over kinds of question, with that
 * number changed and the others as they are. Shared corpora take no part.
 *
 *   node bench/tune-ranking.ts
 */
import { createWordIndex } from "../apps/server/src/search/index/memory-word-index.ts";
import { RANKING, type Ranking } from "../apps/server/src/search/index/ranking.ts";
import { addDocuments, aQuery } from "../apps/server/src/search/index/testing/notes.ts";
import { judged } from "./collections.ts";
import { mean, ndcg } from "./ndcg.ts";

const tried: Readonly<Record<keyof Ranking, readonly number[]>> = {
  k1: [0.6, 0.9, 1.2, 1.6, 2],
  b: [0.3, 0.5, 0.75, 0.9],
  heading: [0, 0.3, 0.6, 1, 1.5, 2.5],
  tags: [0, 0.4, 0.8, 1.5],
  fileName: [0, 0.25, 0.5, 1, 2],
  title: [0, 0.25, 0.5, 1, 2],
  stem: [0, 0.4, 0.6, 0.8, 0.9, 1],
  prefix: [0.6],
  compound: [0, 0.2, 0.4, 0.7, 1],
  fuzzy: [0, 0.3, 0.5, 0.8],
  part: [0, 0.2, 0.35, 0.6, 1],
  joining: [0.05, 0.1, 0.2, 0.3, 0.5, 1],
  proximity: [0, 0.1, 0.25, 0.5, 1],
};

const collection = await judged();
console.log(`as it is: ${measure(RANKING).toFixed(4)}`);
for (const [name, values] of Object.entries(tried)) {
  const row = values.map((value) => `${value}: ${measure({ ...RANKING, [name]: value }).toFixed(4)}`);
  console.log(`${name.padEnd(10)} ${row.join("   ")}`);
}

function measure(ranking: Ranking): number {
  const index = createWordIndex({ ranking });
  addDocuments(index, collection.documents);
  const scores = collection.questions.map(({ ask, kind, gains }) => {
    const found = index.search(aQuery(ask)).hits.map(({ documentId, ordinal }) => `${documentId}.${ordinal}`);
    return { kind, score: ndcg(found, gains) };
  });
  const kinds = Map.groupBy(scores, ({ kind }) => kind);
  return mean([...kinds.values()].map((alike) => mean(alike.map(({ score }) => score))));
}
