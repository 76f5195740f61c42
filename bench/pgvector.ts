/**
 * The nearest vectors by PostgreSQL 17 with pgvector, as an operator's own database searches them: filling with the graph
 * there from the start, as the server does it, then questions alone and eight at once, with and without a filter that one
 * in a hundred passes, recall@10 against exact products, and what it weighs. Needs root and mmdebstrap, as its test does.
 *
 *   node bench/pgvector.ts [vectors, 100000]
 */
import { loadavg } from "node:os";
import { openLibrary } from "../apps/server/src/library/library.ts";
import { aFile } from "../apps/server/src/library/testing/a-file.ts";
import { aSpace } from "../apps/server/src/library/testing/a-space.ts";
import { createWordIndex } from "../apps/server/src/search/index/memory-word-index.ts";
import { NO_FILTERS, seededRandom } from "../apps/server/src/search/index/testing/notes.ts";
import { DatabaseVectorIndex } from "../apps/server/src/search/vectors/database-vector-index.ts";
import { openNearStore } from "../apps/server/src/search/vectors/near-store.ts";
import { product, randomVector, stored, vectorNear } from "../apps/server/src/search/vectors/testing/a-vector.ts";
import { openDatabase } from "../packages/db/src/open-database.ts";
import { makeDataDirectory } from "../packages/db/src/testing/data-directory.ts";
import { pgvectorSystem } from "../packages/db/src/testing/pgvector-system.ts";
import { startPgvector } from "../packages/db/src/testing/start-pgvector.ts";
import { memoryOf, serverBelow } from "./server.ts";

const size = Number(process.argv[2] ?? 100_000);
const dimensions = 384;
const clusters = 2000;
const linesOfFile = 100;
const model = 1;

const system = await pgvectorSystem();
if (system.root === undefined) {
  console.error(`${system.missing}. Nothing was measured.`);
  process.exit(1);
}
const server = await startPgvector(system.root);
const { directory, remove } = await makeDataDirectory();
const { database, nearVectors, close } = await openDatabase({
  directory,
  external: await server.makePlace(),
  vectors: { by: "database", inMemory: 0 },
});
try {
  if (nearVectors === undefined) throw new Error("the database does not search vectors");
  await measure(openNearStore(database, nearVectors));
} finally {
  await close();
  await remove();
  await server.stop();
}

async function measure(store: ReturnType<typeof openNearStore>): Promise<void> {
  console.log(`${size} vectors of ${dimensions} numbers; load of the machine ${loadavg()[0]?.toFixed(1)}`);
  await database.transaction((sql) =>
    sql.execute(
      "INSERT INTO embedding_models (id, key, name, dimensions, state) VALUES ($1, 'a', 'a', $2, 'serving')",
      [model, dimensions],
    ),
  );
  await store.index();
  const random = seededRandom(size);
  const next = clustered(random);
  const { space, words, exact } = await fillLibrary(next);
  const started = performance.now();
  for (let before = -1; ; ) {
    const { revision, vectors } = await store.fill(space, 250);
    if (vectors === 0 && revision === before) break;
    before = revision;
  }
  const seconds = (performance.now() - started) / 1000;
  const [weighs] = await database.statement<{ graph: string; rows: string }>(
    "SELECT pg_size_pretty(pg_relation_size('near_of_model_1')) AS graph, pg_size_pretty(pg_table_size('near_vectors')) AS rows",
  );
  console.log(
    `  filled into the graph in ${seconds.toFixed(0)} s: ${(size / seconds).toFixed(0)} a second; the graph ${weighs?.graph}, the rows ${weighs?.rows}`,
  );
  const index = new DatabaseVectorIndex({ store, modelId: model, dimensions });
  const queries = Array.from({ length: 200 }, next);
  for (const [what, files] of Object.entries({ "no filter": [], "one in a hundred": ["*00.md"] })) {
    const passing = () =>
      words.passing({ phrases: [], filters: { ...NO_FILTERS, spaces: [space], files: files as string[] } });
    for (const atOnce of [1, 8]) await ask(index, queries, passing, `${what}, ${atOnce} at once`, atOnce);
    let found = 0;
    const checked = queries.slice(0, 50);
    for (const vector of checked) {
      const hits = await index.search({ vector, passing, limit: 10 });
      const best = new Set(bestOf(exact, vector, (file) => files.length === 0 || file % 100 === 0));
      found += hits.filter(({ documentId, ordinal }) => best.has(`${documentId} ${ordinal}`)).length;
    }
    console.log(`  ${what.padEnd(28)} recall@10 against exact products ${(found / checked.length / 10).toFixed(4)}`);
  }
  console.log(`  the database's memory ${memoryOf(serverBelow(process.pid)).database.toFixed(0)} MB`);
}

async function ask(
  index: DatabaseVectorIndex,
  queries: readonly Float32Array[],
  passing: Parameters<DatabaseVectorIndex["search"]>[0]["passing"],
  what: string,
  atOnce: number,
): Promise<void> {
  const times: number[] = [];
  let asked = 0;
  const askOn = async (): Promise<void> => {
    for (let vector = queries[asked++]; vector !== undefined; vector = queries[asked++]) {
      const started = performance.now();
      await index.search({ vector, passing, limit: 100 });
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askOn));
  times.sort((one, other) => one - other);
  const at = (share: number): string => (times[Math.ceil(times.length * share) - 1] ?? 0).toFixed(1);
  console.log(`  ${what.padEnd(28)} the nearest 100: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}

interface Placed {
  readonly key: string;
  readonly file: number;
  readonly vector: Float32Array;
}

/** Notes of a hundred passages, each passage with a vector, and the word index that says what passes. */
async function fillLibrary(next: () => Float32Array) {
  const library = openLibrary(database);
  const space = await aSpace(database);
  const exact: Placed[] = [];
  for (let first = 0; first < size / linesOfFile; first += 10) {
    const files = Array.from({ length: 10 }, (_, at) =>
      aFile(
        `${String(first + at).padStart(6, "0")}.md`,
        Array.from({ length: linesOfFile }, (_, line) => `text ${first + at} ${line}`).join("\n"),
      ),
    );
    await library.save(space, files);
    const { chunks, documentIds } = await library.toEmbed(space, model, 10_000);
    const made = chunks.map((chunk) => {
      const vector = next();
      const file = Number(/\d+/.exec(chunk.text)?.[0]);
      exact.push({ key: `${chunk.documentId} ${chunk.ordinal}`, file, vector });
      return { ...chunk, vectors: [stored(vector)] };
    });
    await library.saveVectors(space, { modelId: model, documentIds, chunks: made });
  }
  const words = createWordIndex();
  for (let more = true; more; ) {
    const changes = await library.changesSince(space, words.revision(space), 10_000);
    words.apply(changes);
    more = changes.more;
  }
  return { space, words, exact };
}

function bestOf(exact: readonly Placed[], query: Float32Array, passes: (file: number) => boolean): string[] {
  return exact
    .filter(({ file }) => passes(file))
    .map(({ key, vector }) => ({ key, near: product(vector, query) }))
    .sort((one, other) => other.near - one.near)
    .slice(0, 10)
    .map(({ key }) => key);
}

function clustered(random: () => number): () => Float32Array {
  const centres = Array.from({ length: clusters }, () => randomVector(dimensions, random));
  return () => vectorNear(centres[Math.floor(random() * clusters)] as Float32Array, 0.7, random);
}
