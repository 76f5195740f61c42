/**
 * What int8 loses against float: nDCG@10 of the default model in both builds, by meaning alone and by both, over xquad in
 * English and German and chunking-eval, every vector compared exactly. At most 0.01 may be lost.
 *
 *   node bench/int8.ts [xquad-en xquad-de chunking-eval]
 */

import { passageInput } from "../apps/server/src/embedding/passage-input.ts";
import { findByMeaning } from "../apps/server/src/search/fusion/find-chunks.ts";
import { FUSION } from "../apps/server/src/search/fusion/fusion-numbers.ts";
import { createWordIndex } from "../apps/server/src/search/index/memory-word-index.ts";
import { addDocuments, aQuery } from "../apps/server/src/search/index/testing/notes.ts";
import { isForeignTo } from "../apps/server/src/search/meaning/ask-meaning.ts";
import { type Collection, chunkingEval, xquad } from "./collections.ts";
import { exactVectors, openDefaultModel } from "./embedder.ts";
import { mean, ndcg } from "./ndcg.ts";

const bar = 0.01;
const sets: Readonly<Record<string, () => Promise<Collection>>> = {
  "xquad-en": () => xquad("en"),
  "xquad-de": () => xquad("de"),
  "chunking-eval": chunkingEval,
};
const asked = process.argv.slice(2);

console.log("nDCG@10          meaning: float  int8    lost     both: float  int8    lost");
for (const [name, open] of Object.entries(sets)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const collection = await open();
  const [float, int8] = [await measure(collection, "float"), await measure(collection, "int8")];
  const lost = [float.meaning - int8.meaning, float.both - int8.both];
  const cells = [float.meaning, int8.meaning, lost[0], float.both, int8.both, lost[1]];
  console.log(`${name.padEnd(25)}${cells.map((value = 0) => value.toFixed(4).padStart(7)).join(" ")}`);
  if (lost.some((one) => one > bar)) {
    console.log(`  MISSED: more than ${bar} is lost`);
    process.exitCode = 1;
  }
}

async function measure({ documents, questions }: Collection, numbers: "float" | "int8") {
  const model = await openDefaultModel(numbers);
  const index = createWordIndex();
  addDocuments(index, documents);
  const vectors = await exactVectors(model, documents, ({ headings, text }) => passageInput(headings, text));
  const scores: { meaning: number; both: number }[] = [];
  for (const { ask, gains } of questions) {
    const [made = []] = await model.embed([ask], { kind: "query" });
    const score = async (alone: boolean): Promise<number> => {
      const about = { modelId: 1, vectors: made, alone, scale: FUSION, scripts: undefined };
      const { hits } = await findByMeaning(index, vectors, aQuery(ask), {
        ...about,
        isForeign: isForeignTo(model, ask),
      });
      return ndcg(
        hits.map(({ documentId, ordinal }) => `${documentId}.${ordinal}`),
        gains,
      );
    };
    scores.push({ meaning: await score(true), both: await score(false) });
  }
  await model.close();
  return { meaning: mean(scores.map(({ meaning }) => meaning)), both: mean(scores.map(({ both }) => both)) };
}
