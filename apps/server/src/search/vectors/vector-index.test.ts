import { type NearVectors, openDatabase, type VectorsWish } from "@khoj/db";
import {
  makeDataDirectory,
  openTestDatabase,
  type PgvectorServer,
  pgvectorSystem,
  startPgvector,
} from "@khoj/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Library, openLibrary } from "../../library/index.ts";
import { aFile } from "../../library/testing/a-file.ts";
import { aSpace } from "../../library/testing/a-space.ts";
import { createWordIndex } from "../index/memory-word-index.ts";
import { seededRandom } from "../index/testing/notes.ts";
import { DatabaseVectorIndex } from "./database-vector-index.ts";
import { MemoryVectorIndex } from "./memory-vector-index.ts";
import { type NearStore, openNearStore } from "./near-store.ts";
import { product, randomVector, stored, vectorNear } from "./testing/a-vector.ts";
import { dimensions, holdsToBruteForce, modelId } from "./testing/vector-index.conformance.ts";

holdsToBruteForce("vectors in memory", async () => {
  const test = await openTestDatabase();
  return {
    database: test.database,
    open(library, words) {
      const index = new MemoryVectorIndex({ dimensions, words });
      return {
        // The thread settles what the words changed; here it is done when asked.
        index: {
          search(query) {
            for (const [id, space] of index.spaces) index.settle(id, [...space.documents.keys()]);
            return index.search(query);
          },
        },
        async follow(spaceId) {
          const since = { modelId, revision: index.revision(spaceId), limit: 100_000 };
          const { vectors, documentsRevision, revision } = await library.vectorsSince(spaceId, since);
          index.add(spaceId, documentsRevision, vectors);
          index.reach(spaceId, revision);
          index.settleWaiting(spaceId);
        },
      };
    },
    close: test.drop,
  };
});

const system = await pgvectorSystem();
let server: PgvectorServer;
beforeAll(async () => {
  if (system.root !== undefined) server = await startPgvector(system.root);
});
afterAll(() => server?.stop());

const asked: VectorsWish = { by: "database", inMemory: 0 };

async function openPlace(vectors = asked, place?: Awaited<ReturnType<PgvectorServer["makePlace"]>>) {
  const { directory, remove } = await makeDataDirectory();
  const opened = await openDatabase({ directory, external: place ?? (await server.makePlace()), vectors });
  const close = async () => {
    await opened.close();
    await remove();
  };
  return { ...opened, close };
}

/** Models as the room of models numbers them. */
const addModel = (
  database: Awaited<ReturnType<typeof openPlace>>["database"],
  id: number,
  state: string,
  size = dimensions,
) =>
  database.transaction((sql) =>
    sql.execute("INSERT INTO embedding_models (id, key, name, dimensions, state) VALUES ($1, $2, $2, $3, $4)", [
      id,
      `model ${id}`,
      size,
      state,
    ]),
  );

async function fillAll(store: NearStore, spaceId: string): Promise<void> {
  for (let before = -1; ; ) {
    const { revision, vectors } = await store.fill(spaceId, 100);
    if (vectors === 0 && revision === before) return;
    before = revision;
  }
}

const openWith = (mostExact: number) => async () => {
  const { database, nearVectors, close } = await openPlace();
  await addModel(database, modelId, "serving");
  await addModel(database, modelId + 1, "filling");
  const store = openNearStore(database, nearVectors as NearVectors);
  await store.index();
  return {
    database,
    open: () => ({
      index: new DatabaseVectorIndex({ store, modelId, dimensions, mostExact }),
      follow: (spaceId: string) => fillAll(store, spaceId),
    }),
    close,
  };
};
holdsToBruteForce("vectors in PostgreSQL, compared one by one", openWith(10_000), system.missing);
holdsToBruteForce("vectors in PostgreSQL, found by the graph", openWith(0), system.missing);

const title = `vectors in PostgreSQL${system.missing === undefined ? "" : ` (not run: ${system.missing})`}`;
describe.skipIf(system.missing !== undefined)(title, () => {
  let place: Awaited<ReturnType<typeof openPlace>>;
  let library: Library;
  let store: NearStore;
  beforeAll(async () => {
    place = await openPlace();
    library = openLibrary(place.database);
    store = openNearStore(place.database, place.nearVectors as NearVectors);
    await addModel(place.database, modelId, "serving");
    await store.index();
  });
  afterAll(() => place?.close());
  const rows = (spaces: readonly string[]) =>
    place.database.inSpaces(spaces, (sql) => sql.query("SELECT document_id FROM near_vectors"));
  const embed = async (space: string, vectorOf: () => Float32Array, model = modelId) => {
    const { chunks, documentIds } = await library.toEmbed(space, model, 10_000);
    const made = chunks.map((chunk) => ({ ...chunk, vectors: [stored(vectorOf())] }));
    await library.saveVectors(space, { modelId: model, documentIds, chunks: made });
    return chunks;
  };

  it("are found by the graph nearly as by comparing each: recall@10 is at least 0.95, a filter among it", async () => {
    const random = seededRandom(11);
    const space = await aSpace(place.database);
    const files = Array.from({ length: 60 }, (_, file) =>
      aFile(`${file}.md`, Array.from({ length: 50 }, (_, line) => `text ${file} ${line}`).join("\n")),
    );
    await library.save(space, files);
    const centres = Array.from({ length: 40 }, () => randomVector(dimensions, random));
    const near = () => vectorNear(centres[Math.floor(random() * centres.length)] as Float32Array, 0.7, random);
    await embed(space, near);
    await fillAll(store, space);
    const words = createWordIndex();
    for (let more = true; more; ) {
      const changes = await library.changesSince(space, words.revision(space), 10_000);
      words.apply(changes);
      more = changes.more;
    }
    const graph = new DatabaseVectorIndex({ store, modelId, dimensions, mostExact: 0 });
    const { vectors } = await library.vectorsSince(space, { modelId, revision: 0, limit: 100_000 });
    for (const files of [[], ["*7.md"]]) {
      const filters = { spaces: [space], mustContain: [], mustNotContain: [], files, notFiles: [] };
      const passing = () => words.passing({ phrases: [], filters });
      let found = 0;
      for (let question = 0; question < 30; question++) {
        const query = near();
        const best = vectors
          .filter(({ documentId, version, ordinal }) => passing().has(space, documentId, version, ordinal))
          .map(({ documentId, ordinal, vector }) => ({
            key: `${documentId} ${ordinal}`,
            near: product(new Float16Array(new Uint8Array(vector).buffer), query),
          }))
          .sort((one, other) => other.near - one.near)
          .slice(0, 10);
        const hits = await graph.search({ vector: query, passing, limit: 10 });
        const keys = new Set(hits.map(({ documentId, ordinal }) => `${documentId} ${ordinal}`));
        found += best.filter(({ key }) => keys.has(key)).length;
      }
      expect(found / 300, files.join()).toBeGreaterThanOrEqual(0.95);
    }
  });

  it("are scanned by the graph of their model, and by no sort of all", async () => {
    const numbers = `'[${Array(dimensions).fill(0.1)}]'::public.halfvec(${dimensions})`;
    const plan = await place.database.inSpaces([], (sql) =>
      sql.query<{ "QUERY PLAN": string }>(
        `EXPLAIN SELECT 1 FROM near_vectors WHERE model_id = 1
         ORDER BY near::public.halfvec(${dimensions}) OPERATOR(public.<#>) ${numbers} LIMIT 5`,
      ),
    );
    const said = plan.map((row) => row["QUERY PLAN"]).join("\n");
    expect(said).toContain("near_of_model_1");
    expect(said).not.toContain("Sort");
  });

  it("are seen in their space only, go with their note in the same commit, and are never emptied as a whole", async () => {
    const space = await aSpace(place.database);
    await library.save(space, [aFile("a.md", "one\ntwo"), aFile("b.md", "three")]);
    await embed(space, () => randomVector(dimensions, Math.random));
    await fillAll(store, space);
    expect(await rows([space])).toHaveLength(3);
    expect(await rows([await aSpace(place.database)])).toEqual([]);
    expect(await rows([])).toEqual([]);
    await library.delete(space, { fileNames: ["a.md"] });
    expect(await rows([space])).toHaveLength(1);
    await expect(place.database.transaction((sql) => sql.execute("TRUNCATE near_vectors"))).rejects.toThrow();
  });

  it("of a model that fills are there when it takes over, and a retired one's index goes", async () => {
    const space = await aSpace(place.database);
    await library.save(space, [aFile("a.md", "one\ntwo")]);
    await addModel(place.database, 2, "filling", 16);
    await store.index();
    await embed(space, () => randomVector(16, Math.random), 2);
    await fillAll(store, space);
    expect(await store.count(2, [space])).toBe(2);
    await place.database.transaction((sql) =>
      sql.execute("UPDATE embedding_models SET state = 'retired' WHERE id = 1"),
    );
    await store.index();
    const indexes = await place.database.transaction((sql) =>
      sql.query("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'near_of_model_%'"),
    );
    expect(indexes).toEqual([{ indexname: "near_of_model_2" }]);
  });
});

describe.skipIf(system.missing !== undefined)(`who searches ${title}`, () => {
  it("is memory where nothing asks for the database, or too few vectors are there", async () => {
    for (const wish of [
      { by: "memory", inMemory: 0 },
      { by: "auto", inMemory: 0 },
    ] as const) {
      const { nearVectors, close } = await openPlace(wish);
      expect(nearVectors).toBeUndefined();
      await close();
    }
  });

  it("is the database from the start at which there are more vectors than stay in memory", async () => {
    const where = await server.makePlace();
    const first = await openPlace({ by: "auto", inMemory: 1 }, where);
    const library = openLibrary(first.database);
    const space = await aSpace(first.database);
    await library.save(space, [aFile("a.md", "one\ntwo")]);
    const { chunks, documentIds } = await library.toEmbed(space, modelId, 10);
    const made = chunks.map((chunk) => ({ ...chunk, vectors: [stored(randomVector(dimensions, Math.random))] }));
    await library.saveVectors(space, { modelId, documentIds, chunks: made });
    await first.close();
    const second = await openPlace({ by: "auto", inMemory: 1 }, where);
    expect(second.nearVectors).toEqual({ extension: '"public"' });
    await second.close();
  });

  it("is refused with the cure where the database is asked for and pgvector is not switched on", async () => {
    const where = await server.makePlace({ extension: false });
    await expect(openPlace(asked, where)).rejects.toThrow(/^KHOJ_VECTORS: .*CREATE EXTENSION vector/);
  });
});
