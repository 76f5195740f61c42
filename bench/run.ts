/**
 * Every measurement, one after the other, each in a process of its own so that none disturbs the next.
 *
 *   npm run bench                  all of them
 *   npm run bench -- start search  these
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const measurements: Readonly<Record<string, string>> = {
  start: "cold and warm start, memory at rest, installed size",
  text: "parsing and chunking of both corpora",
  embed: "the local embedding model: passages a second, a question, memory, int8 against float",
  bm25: "ranking against bm25s on every judged corpus",
  quality: "words, meaning and both over HTTP on every judged corpus, with what they must reach",
  "passage-recall": "how long a passage should be",
  "index-scale": "the word index at 10,000, 100,000 and 1,000,000 chunks",
  vectors: "the nearest vectors of 100,000 and 1,000,000 against the ideal scan",
  pgvector: "the nearest vectors by an operator's PostgreSQL: filling, questions, recall, memory",
  search: "search over HTTP in 100,000 chunks, alone and at once",
  "search-by-meaning": "the same with the default model, from the first upload until no vectors are queued",
  "a-million": "search over HTTP among 1,000,000 passages with vectors of a synthetic endpoint, memory, a cold start",
  citations: "answers that say what the notes say, and say so where they do not",
  auth: "a trivial route with a cookie and with a key, against the same route with neither",
  memory: "the most that lies in memory while notes are read, for words and for meaning",
  ingest: "50 MB in, again unchanged, then 100,000 entries out",
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in measurements));
if (unknown.length > 0) {
  console.error(`No measurement is named ${unknown.join(", ")}. There are: ${Object.keys(measurements).join(", ")}.`);
  process.exit(2);
}
let failed = 0;
for (const [name, what] of Object.entries(measurements)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n== ${name}: ${what}`);
  const [file, ...more] = name === "search-by-meaning" ? ["search", "100000", "meaning"] : [name];
  const program = join(import.meta.dirname, `${file}.ts`);
  const { status } = spawnSync(process.execPath, [program, ...more], { stdio: "inherit" });
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
