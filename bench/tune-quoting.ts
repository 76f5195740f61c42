/**
 * Chooses the numbers of apps/server/src/chat/answer/sureness.ts: on the project's own judged set and on one half of xquad
 * en. bench/citations.ts reports on the other half. `node bench/tune-quoting.ts [words|meaning]`
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sureness } from "../apps/server/src/chat/answer/sureness.ts";
import { judgedSet, xquadHalf } from "./citation-sets.ts";
import { isEmbedded, measureCitations, uploadNotes } from "./measure-citations.ts";
import { startBenchServer } from "./server.ts";

const how = process.argv[2] ?? "words";
const tried: readonly Partial<typeof sureness>[] =
  how === "words"
    ? [0.9, 1, 1.05, 1.1, 1.2, 1.3].map((byWords) => ({ byWords }))
    : [
        ...[1.75, 1.8, 1.85, 1.9, 1.95].map((byMeaning) => ({ byMeaning })),
        ...[1, 2].map((similarityWeighs) => ({ similarityWeighs, byMeaning: 1.2 + 0.43 * similarityWeighs })),
        ...[0.35, 0.4].map((leastSimilarity) => ({ leastSimilarity })),
        ...[0.58, 0.66, 0.7].map((sameMeaning) => ({ sameMeaning })),
      ];
const hook = `--import=${new URL("./sureness-hook.mjs", import.meta.url).href}`;

for (const set of [xquadHalf("chosen-on"), judgedSet()]) {
  const data = await mkdtemp(join(tmpdir(), "khoj-bench-"));
  let isUploaded = false;
  for (const changes of tried) {
    const environment = {
      KHOJ_EMBEDDING: how === "words" ? "none" : "local",
      NODE_OPTIONS: hook,
      BENCH_SURENESS: JSON.stringify({ ...sureness, ...changes }),
    };
    const server = await startBenchServer({ environment, data });
    if (!isUploaded) await uploadNotes(server, set);
    isUploaded = true;
    if (how === "words" || (await isEmbedded(server))) {
      const { answered, held, elsewhere, beside } = await measureCitations(server, set);
      console.log(
        `${set.name}, ${JSON.stringify(changes)}: answered ${answered} and held ${held} of ${set.answerable.length}, say so ${elsewhere + beside} of ${set.unanswerable.elsewhere.length + set.unanswerable.beside.length}`,
      );
    }
    await server.stop();
  }
  await rm(data, { recursive: true, force: true });
}
