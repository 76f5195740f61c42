/**
 * The vector stage: the nearest 100 chunks among 100,000 and 1,000,000 of 384 numbers, in clusters, against the ideal scan
 * (bench/ideal/int8-scan.c, compiled here for this processor) in the same run, and what is found against exact products.
 * Both are compared by processor time, of every thread, which says the same on a machine that is busy otherwise.
 *
 *   node bench/vectors.ts [vectors …]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createWordIndex } from "../apps/server/src/search/index/memory-word-index.ts";
import { aDocument, NO_FILTERS, seededRandom } from "../apps/server/src/search/index/testing/notes.ts";
import type { WordFilters } from "../apps/server/src/search/index/word-index.ts";
import { MemoryVectorIndex } from "../apps/server/src/search/vectors/memory-vector-index.ts";
import { product, randomVector, stored, vectorNear } from "../apps/server/src/search/vectors/testing/a-vector.ts";

const dimensions = 384;
const chunksOfDocument = 10;
const clusters = 2000;
const passes = 101;
const noises = 5000;

const sizes = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "khoj-ideal-"));
try {
  const ideal = compileIdeal();
  for (const size of sizes.length > 0 ? sizes : [100_000, 1_000_000]) await measure(size, ideal);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(size: number, ideal: ((vectors: number) => number) | undefined): Promise<void> {
  console.log(`\n${size} vectors of ${dimensions} numbers; load of the machine ${loadavg()[0]?.toFixed(1)}`);
  const random = seededRandom(size);
  const next = clustered(random);
  const words = createWordIndex();
  const index = new MemoryVectorIndex({ dimensions, words });
  const exact = new Float32Array(size * dimensions);
  const before = process.memoryUsage.rss();
  const taking = fill(words, index, exact, next);
  const { bytes } = index.stats();
  const grown = process.memoryUsage.rss() - before - exact.byteLength;
  console.log(`  taken in at ${(size / taking).toFixed(0)} vectors a millisecond, in steps of 500`);
  console.log(`  memory ${mb(bytes)} of vectors; the process grew by ${mb(grown)}, the words beside them among it`);

  const queries = Array.from({ length: passes }, next);
  const ask = (vector: Float32Array, limit: number, filters: Partial<WordFilters> = {}) =>
    index.search({
      vector,
      limit,
      passing: () => words.passing({ phrases: [], filters: { ...NO_FILTERS, ...filters } }),
    });
  const bare = ideal?.(size);
  for (const [what, filters] of Object.entries<Partial<WordFilters>>({
    "the nearest 100": {},
    "of half the documents": { files: ["*[02468].md"] },
    "of one in a hundred": { files: ["*00.md"] },
  })) {
    const passing = words.passing({ phrases: [], filters: { ...NO_FILTERS, ...filters } });
    const waited: number[] = [];
    const before = process.cpuUsage();
    for (const vector of queries) {
      const started = performance.now();
      await index.search({ vector, limit: 100, passing: () => passing });
      waited.push(performance.now() - started);
    }
    const { user, system } = process.cpuUsage(before);
    const spent = (user + system) / 1000 / queries.length;
    const against =
      bare === undefined ? "" : `, ${(spent / bare).toFixed(2)} times the ideal scan's ${bare.toFixed(2)}`;
    console.log(
      `  ${what.padEnd(24)} p50 ${median(waited).toFixed(2)} ms; of processor time ${spent.toFixed(2)} ms${against}`,
    );
  }
  let found = 0;
  const checked = queries.slice(0, Math.max(5, 2_000_000 / size));
  for (const query of checked) {
    const best = bestOf(exact, query, 10);
    const hits = await ask(query, 10);
    found += hits.filter(({ documentId, ordinal }) =>
      best.has(Number(documentId.slice(1)) * chunksOfDocument + ordinal),
    ).length;
  }
  console.log(
    `  recall@10 against exact products ${(found / checked.length / 10).toFixed(4)} (${checked.length} queries)`,
  );
}

function median(times: readonly number[]): number {
  return [...times].sort((one, other) => one - other)[times.length >> 1] ?? 0;
}

/** Vectors around centres: noise is drawn beforehand, since drawing it for each number of a million vectors takes minutes. */
function clustered(random: () => number): () => Float32Array {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const centres = Array.from({ length: clusters }, () => randomVector(dimensions, random));
  const origin = new Float32Array(dimensions);
  const noise = Array.from({ length: noises }, () => vectorNear(origin, 1, random));
  return () => {
    const [centre, one, other] = [pick(centres), pick(noise), pick(noise)];
    const sum = centre.map((value, at) => value + 0.45 * ((one[at] as number) + (other[at] as number)));
    const length = Math.sqrt(product(sum, sum));
    return sum.map((value) => value / length);
  };
}

/** Milliseconds of taking vectors in. */
function fill(
  words: ReturnType<typeof createWordIndex>,
  index: MemoryVectorIndex,
  exact: Float32Array,
  next: () => Float32Array,
): number {
  let taking = 0;
  for (let first = 0; first < exact.length / dimensions; first += 500) {
    const ids = Array.from({ length: 500 / chunksOfDocument }, (_, n) => `d${first / chunksOfDocument + n}`);
    const documents = ids.map((id) => aDocument(id, new Array<string>(chunksOfDocument).fill("x")));
    words.apply({ spaceId: "home", revision: first + 1, documents, deleted: [] });
    const vectors = ids.flatMap((documentId, document) =>
      Array.from({ length: chunksOfDocument }, (_, ordinal) => {
        const vector = next();
        exact.set(vector, (first + document * chunksOfDocument + ordinal) * dimensions);
        return { documentId, version: 1, ordinal, part: 0, vector: stored(vector) };
      }),
    );
    const started = performance.now();
    index.add("home", first + 1, vectors);
    taking += performance.now() - started;
  }
  while (!words.maintain(1000));
  return taking;
}

function bestOf(exact: Float32Array, query: Float32Array, limit: number): Set<number> {
  const products = new Float32Array(exact.length / dimensions);
  for (let at = 0; at < products.length; at++) {
    products[at] = product(exact.subarray(at * dimensions, (at + 1) * dimensions), query);
  }
  const least = Float32Array.from(products).sort().at(-limit) ?? 0;
  return new Set([...products.keys()].filter((at) => (products[at] as number) >= least));
}

/** Undefined where there is no compiler. */
function compileIdeal(): ((vectors: number) => number) | undefined {
  const source = join(import.meta.dirname, "ideal/int8-scan.c");
  const program = join(folder, "int8-scan");
  const compiled = spawnSync("gcc", ["-O3", "-march=native", source, "-o", program], { stdio: "inherit" });
  if (compiled.status !== 0) {
    console.log("No gcc here: the ideal scan is not measured.");
    return undefined;
  }
  return (vectors) => Number(spawnSync(program, [`${vectors}`, `${dimensions}`, "51"], { encoding: "utf8" }).stdout);
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
