import { openDatabase } from "@khoj/db";
import { makeDataDirectory, type PgvectorServer, pgvectorSystem, startPgvector } from "@khoj/db/testing";
import { type EmbeddingsEndpoint, startEmbeddingsEndpoint } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer, testModels } from "../../testing/start-test-server.ts";

const system = await pgvectorSystem();
let endpoint: EmbeddingsEndpoint;
let postgres: PgvectorServer;
let byDatabase: TestServer;
let byMemory: TestServer;
const closing: (() => Promise<unknown>)[] = [];

const modelsOf = ({ baseUrl }: EmbeddingsEndpoint) => {
  const place = { baseUrl, key: undefined, model: undefined };
  return { ...testModels, embedding: { kind: "endpoint", setBy: "environment", endpoint: place } } as const;
};

/** A server on an operator's PostgreSQL with pgvector. */
async function startOnPgvector(): Promise<TestServer> {
  const { directory, remove } = await makeDataDirectory();
  const vectors = { by: "database", inMemory: 0 } as const;
  const opened = await openDatabase({ directory, external: await postgres.makePlace(), vectors });
  closing.push(async () => {
    await opened.close();
    await remove();
  });
  const { database, nearVectors } = opened;
  if (nearVectors === undefined) throw new Error("the database does not search vectors");
  const none = () => Promise.reject(new Error("this database has no owner to look through"));
  const test = { database, name: "an operator's", owner: none, drop: async () => {} };
  return startTestServer({ database: test, nearVectors, config: { models: modelsOf(endpoint) } });
}

const subjects = ["ferry", "orchard", "violin", "glacier", "lantern", "harvest"];
const note = (at: number) => {
  const words = [0, 1, 2].map((step) => subjects[(at * (step + 1) + step) % subjects.length]);
  return { name: `n${at}.md`, content: `# ${words[0]} ${at}\n\nThe ${words[1]} and the ${words[2]}, number ${at}.\n` };
};
const both = () => [byMemory, byDatabase] as const;
const patience = { timeout: 30_000 };

async function nearest(server: TestServer, query: string) {
  const { hits, meaning } = (
    await server.get(`/api/search/explain?how=meaning&n=20&q=${encodeURIComponent(query)}`)
  ).json();
  return { reason: meaning.reason, model: meaning.model, files: hits.map(({ file }: { file: string }) => file) };
}

const title = `vectors in an operator's PostgreSQL${system.missing === undefined ? "" : ` (not run: ${system.missing})`}`;
describe.skipIf(system.missing !== undefined)(title, () => {
  beforeAll(async () => {
    endpoint = await startEmbeddingsEndpoint({ models: ["first-embed", "second-embed"] });
    postgres = await startPgvector(system.root ?? "");
    byDatabase = await startOnPgvector();
    byMemory = await startTestServer({ config: { models: modelsOf(endpoint) } });
    for (const server of both()) await server.upload(Array.from({ length: 60 }, (_, at) => note(at)));
  });
  afterAll(async () => {
    for (const server of both()) await server?.stop();
    for (const close of closing) await close();
    await postgres?.stop();
    await endpoint?.stop();
  });

  /** Nothing that one finds and the other does not, whatever is asked. */
  async function findTheSame(model: string): Promise<void> {
    for (const query of [
      "ferry",
      "orchard violin",
      "glacier number 7",
      'lantern file:"n1*.md"',
      "harvest -file:n2.md",
    ]) {
      await expect
        .poll(async () => {
          const [inMemory, inDatabase] = await Promise.all(both().map((server) => nearest(server, query)));
          return inMemory?.files.length > 0 && inMemory?.model === model && areSame(inMemory, inDatabase);
        }, patience)
        .toBe(true);
    }
  }
  const areSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

  it("find over HTTP what memory finds", async () => {
    await findTheSame("first-embed");
    const { parts } = (await byDatabase.get("/api/status")).json();
    const search = parts.find(({ name }: { name: string }) => name === "search");
    expect(search.facts).toMatchObject({ "vectors are searched by": "the database", vectors: 60 });
  });

  it("are gone with their note at once", async () => {
    const before = await nearest(byDatabase, "ferry");
    const [first = ""] = before.files;
    for (const server of both()) await server.request("DELETE", `/api/content/file?filename=${first}`);
    expect((await nearest(byDatabase, "ferry")).files).not.toContain(first);
    await findTheSame("first-embed");
  });

  it("find with every question while another model takes over, and afterwards what memory finds", async () => {
    for (const server of both()) await server.send("PATCH", "/api/admin/embedding", { model: "second-embed" });
    for (let answeredBy = ""; answeredBy !== "second-embed"; ) {
      const { files, model, reason } = await nearest(byDatabase, "violin");
      expect([files.length > 0, reason]).toEqual([true, null]);
      answeredBy = model;
    }
    await findTheSame("second-embed");
  });
});
