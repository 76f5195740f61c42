import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { type EmbeddingsEndpoint, startEmbeddingsEndpoint } from "../../packages/models/src/testing/index.ts";
import { type Random, seededRandom } from "../../packages/text/src/testing/random.ts";
import { openRows } from "./check-library.ts";
import { eventually, type Khoj, startKhoj, withHome } from "./khoj.ts";
import { ownWord, writeNote } from "./notes.ts";
import type { Report } from "./report.ts";

export interface EmbeddingOptions {
  readonly seed: number;
  readonly passages: number;
  /** For how long the endpoint is away. */
  readonly seconds: number;
  readonly points: number;
}

/** The endpoint of vectors goes away while notes come in; the server is killed while another model embeds them anew. */
export async function embedding(report: Report, options: EmbeddingOptions): Promise<void> {
  const endpoint = await startEmbeddingsEndpoint({ models: ["first", "second"] });
  try {
    await report.show(`the endpoint is away for ${options.seconds} s during ${options.passages} passages`, () =>
      whileAway(endpoint, options),
    );
    await report.show(`kill -9 at ${options.points} points while another model embeds everything anew`, () =>
      whileChanging(endpoint, options),
    );
  } finally {
    await endpoint.stop();
  }
}

/** The model it lists first is chosen; another one by an administrator. */
const environment = (endpoint: EmbeddingsEndpoint) => ({
  KHOJ_EMBEDDING: "endpoint",
  KHOJ_EMBEDDINGS_BASE_URL: endpoint.baseUrl,
});

async function whileAway(endpoint: EmbeddingsEndpoint, { seed, passages, seconds }: EmbeddingOptions): Promise<string> {
  return withHome(async (home) => {
    const khoj = await startKhoj({ data: `${home}/data`, environment: environment(endpoint) });
    const random = seededRandom(seed);
    const first = await sendNotes(khoj, random, passages / 10);
    await eventually("the first vectors are there", async () => (await progress(khoj)).embedded > 0 || undefined);
    await endpoint.goDown();
    const away = wait(seconds * 1000);
    const uploads = first + (await sendNotes(khoj, random, passages));
    const { reason } = await eventually("the page is told that the endpoint is away", async () => {
      const seen = await progress(khoj);
      return seen.reason === null ? undefined : seen;
    });
    const found = await khoj.ask("GET", "/api/search?q=harbour");
    assert.equal(found.status, 200);
    assert(found.json<readonly unknown[]>().length > 0, "words find nothing while the endpoint is away");
    await away;
    await endpoint.comeBack();
    await everythingEmbedded(khoj);
    const rows = await countVectors(khoj.data);
    assert.equal(rows.without, 0, "chunks without a vector");
    assert.equal(rows.twice, 0, "chunks with more than one vector");
    const again = [...endpoint.counts.values()].reduce((sum, times) => sum + times - 1, 0);
    assert.equal(await khoj.stop(), 0);
    return `${uploads} uploads answered 200, ${rows.chunks} passages have one vector each, ${again} texts were asked for twice (cut in the air or the same words); meanwhile: "${reason}"`;
  });
}

async function whileChanging(endpoint: EmbeddingsEndpoint, { seed, passages, points }: EmbeddingOptions) {
  return withHome(async (home) => {
    const data = `${home}/data`;
    const random = seededRandom(seed);
    let khoj = await startKhoj({ data, environment: environment(endpoint) });
    // Enough that every point is in the middle: what is made between two of them is a few portions.
    await sendNotes(khoj, random, Math.min(passages, 300 + 200 * points));
    await everythingEmbedded(khoj);
    Object.assign(endpoint.knobs, { delay: 200, mostTexts: 8 });
    // A new process begins with short slices: one that found the endpoint fast would save all of few passages at once.
    await khoj.stop();
    khoj = await startKhoj({ data, environment: environment(endpoint) });
    const changed = await khoj.ask("PATCH", "/api/admin/embedding", { body: JSON.stringify({ model: "second" }) });
    assert.equal(changed.status, 200, "the other model is chosen");
    let struck = 0;
    let reached = 0;
    for (let point = 1; point <= points; point++) {
      const found = await khoj.ask("GET", "/api/search?q=harbour");
      assert.equal(found.status, 200, `search at point ${point}`);
      await eventually("the second model goes on", async () => {
        const { embedded, chunks } = await secondModel(khoj.data);
        return embedded > reached || embedded === chunks || undefined;
      });
      await wait(random(400));
      const { embedded, chunks } = await secondModel(data);
      await khoj.kill();
      if (embedded < chunks) struck += 1;
      reached = embedded;
      khoj = await startKhoj({ data, environment: environment(endpoint) });
    }
    assert(struck > points / 2, `only ${struck} of ${points} kills struck in the middle`);
    Object.assign(endpoint.knobs, { delay: 0, mostTexts: 2048 });
    await everythingEmbedded(khoj);
    const rows = await eventually("the first model's vectors are gone", async () => {
      const seen = await countVectors(data);
      return seen.models === 1 && seen.serving === "second" ? seen : undefined;
    });
    assert.equal(rows.without, 0, "chunks without a vector");
    assert.equal(rows.twice, 0, "chunks with more than one vector");
    assert.equal(await khoj.stop(), 0);
    return `${struck} of ${points} in the middle; ${rows.chunks} passages have one vector each, of the second model only`;
  });
}

/** Sends notes until about so many passages are in; answers how many uploads were made. */
async function sendNotes(khoj: Khoj, random: Random, passages: number): Promise<number> {
  for (let uploads = 1; ; uploads++) {
    const parts = Array.from({ length: 40 }, () => {
      const own = ownWord(random);
      return { name: `${own}.md`, bytes: Buffer.from(writeNote(random, own)), type: "text/markdown" };
    });
    const { status } = await khoj.upload(parts);
    assert.equal(status, 200, "an upload");
    if ((await progress(khoj)).passages >= passages) return uploads;
  }
}

interface Meaning {
  readonly passages: number;
  readonly embedded: number;
  readonly reason: string | null;
}

const progress = async (khoj: Khoj): Promise<Meaning> =>
  (await khoj.ask("GET", "/api/content/progress")).json<{ meaning: Meaning }>().meaning;

const everythingEmbedded = (khoj: Khoj): Promise<true> =>
  eventually(
    "every passage has its vector",
    async () => {
      const { embedded, passages } = await progress(khoj);
      return embedded === passages || undefined;
    },
    300_000,
  );

/** How far the second model has come, as the rows say. */
async function secondModel(data: string): Promise<{ chunks: number; embedded: number }> {
  const database = openRows(data);
  try {
    return await database.transaction(async (sql) => {
      const [row] = await sql.query<{ chunks: number; embedded: number }>(
        `SELECT (SELECT count(*)::int FROM chunks) AS chunks, (SELECT count(*)::int FROM vectors
           WHERE model_id = (SELECT max(id) FROM embedding_models WHERE name = 'second')) AS embedded`,
      );
      assert(row !== undefined);
      return row;
    });
  } finally {
    await database.close();
  }
}

/** As the rows say, whatever the server says. */
async function countVectors(data: string) {
  const database = openRows(data);
  try {
    return await database.transaction(async (sql) => {
      const [row] = await sql.query<{
        chunks: number;
        without: number;
        twice: number;
        models: number;
        serving: string;
      }>(
        `SELECT count(*)::int AS chunks, count(*) FILTER (WHERE n = 0)::int AS without,
           count(*) FILTER (WHERE n > 1)::int AS twice,
           (SELECT count(DISTINCT model_id)::int FROM vectors) AS models,
           (SELECT name FROM embedding_models WHERE state = 'serving') AS serving
         FROM (SELECT count(v.ordinal) AS n FROM chunks c LEFT JOIN vectors v
             ON v.space_id = c.space_id AND v.document_id = c.document_id AND v.ordinal = c.ordinal
             AND v.model_id = (SELECT id FROM embedding_models WHERE state = 'serving')
           GROUP BY c.space_id, c.document_id, c.ordinal) AS each`,
      );
      assert(row !== undefined);
      return row;
    });
  } finally {
    await database.close();
  }
}
