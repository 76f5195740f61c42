/**
 * How long a passage should be: chunking-eval cut into pieces of several lengths, searched by words and meaning together, and
 * the share of the wanted characters among the first 2,000, 4,000 and 8,000 characters of what is found.
 *
 *   node bench/passage-recall.ts [characters …]
 */
import { spawnSync } from "node:child_process";
import { registerHooks } from "node:module";
import { fuse } from "../apps/server/src/search/fusion/fuse.ts";
import { createWordIndex } from "../apps/server/src/search/index/memory-word-index.ts";
import { addDocuments, aQuery } from "../apps/server/src/search/index/testing/notes.ts";
import type { Place } from "./collections.ts";
import { exactVectors, openDefaultModel } from "./embedder.ts";
import { mean } from "./ndcg.ts";

const budgets = [2000, 4000, 8000];
const [own, ...others] = process.argv.slice(2);
if (own === "--one") await measure(Number(others[0]));
else {
  console.log(`characters  passages  ${budgets.map((budget) => `within ${budget}`.padEnd(13)).join("")}`);
  const sizes = own === undefined ? [350, 500, 800, 1024, 2048] : [own, ...others].map(Number);
  for (const size of sizes) {
    const { status } = spawnSync(process.execPath, [import.meta.filename, "--one", `${size}`], { stdio: "inherit" });
    if (status !== 0) process.exitCode = 1;
  }
}

async function measure(size: number): Promise<void> {
  // The lengths are constants of packages/text; a process of its own reads other ones in their place.
  registerHooks({
    load: (url, context, next) =>
      url.endsWith("/chunk/sizes.ts")
        ? { format: "module", shortCircuit: true, source: sizesOf(size) }
        : next(url, context),
  });
  const { chunkingEval } = await import("./collections.ts");
  const { documents, questions, placeOf } = await chunkingEval();
  const model = await openDefaultModel();
  const { passageInput } = await import("../apps/server/src/embedding/passage-input.ts");
  const vectors = await exactVectors(model, documents, ({ headings, text }) => passageInput(headings, text));
  const index = createWordIndex();
  addDocuments(index, documents);
  const shares: number[][] = budgets.map(() => []);
  for (const { ask, wanted = [] } of questions) {
    const query = aQuery(ask, { limit: 100 });
    const [[vector = new Float32Array()] = []] = await model.embed([ask], { kind: "query" });
    const near = await vectors.search({ vector, limit: 100, passing: () => index.passing(query) });
    const found = fuse(index.search(query).hits, near).flatMap(
      ({ documentId, ordinal }) => placeOf(`${documentId}.${ordinal}`) ?? [],
    );
    for (const [number, budget] of budgets.entries()) shares[number]?.push(shareOf(wanted, found, budget));
  }
  await model.close();
  const chunks = documents.reduce((sum, document) => sum + document.chunks.length, 0);
  const cells = shares.map((share) => mean(share).toFixed(3).padEnd(13));
  console.log(`${`${size}`.padEnd(11)} ${`${chunks}`.padEnd(9)} ${cells.join("")}`);
}

function sizesOf(target: number): string {
  const [largest, smallest] = [Math.round(target * 1.4), Math.round(target * 0.32)];
  return `export const target = ${target}, largest = ${largest}, smallest = ${smallest}, longestToken = 2000;`;
}

/** The share of the wanted characters among the first `budget` characters found; the last passage is cut where it ends. */
function shareOf(wanted: readonly Place[], found: readonly Place[], budget: number): number {
  const all = wanted.reduce((sum, { start, end }) => sum + end - start, 0);
  let left = budget;
  let reached = 0;
  for (const { document, start, end } of found) {
    const shown = Math.min(end, start + left);
    for (const place of wanted) {
      if (place.document === document)
        reached += Math.max(0, Math.min(shown, place.end) - Math.max(start, place.start));
    }
    left -= shown - start;
    if (left <= 0) break;
  }
  return all === 0 ? 0 : reached / all;
}
