import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EmbeddingStatus } from "@khoj/contract";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { type EmbeddingsEndpoint, startEmbeddingsEndpoint } from "@khoj/models/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestServer, testModels } from "../testing/start-test-server.ts";

let endpoint: EmbeddingsEndpoint;
let database: TestDatabase;
let dataDirectory: string;
let server: TestServer;
const start = () => {
  const place = { baseUrl: endpoint.baseUrl, key: undefined, model: undefined };
  const embedding = { kind: "endpoint", setBy: "environment", endpoint: place } as const;
  return startTestServer({ database, dataDirectory, config: { models: { ...testModels, embedding } } });
};
beforeAll(async () => {
  endpoint = await startEmbeddingsEndpoint({ models: ["first-embed", "second-embed"] });
  database = await openTestDatabase();
  dataDirectory = await mkdtemp(path.join(tmpdir(), "khoj-data-"));
  server = await start();
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  await rm(dataDirectory, { recursive: true, force: true });
  await endpoint.stop();
});

const patience = { timeout: 30_000 };
const change = (body: object) => server.send("PATCH", "/api/admin/embedding", body);
const status = async (): Promise<EmbeddingStatus> => (await server.get("/api/admin/embedding")).json();
const asked = async (word: string) => {
  const answer = (await server.get(`/api/search/explain?how=meaning&q=${word}`)).json();
  return { first: answer.hits[0]?.file, model: answer.meaning.model, reason: answer.meaning.reason };
};
const models = async () =>
  (await (await database.owner()).query("SELECT name, state FROM embedding_models ORDER BY id")).rows;
const words = ["ferry", "orchard", "violin", "glacier"];

it("finds by meaning with every question while another model takes over: the earlier one's until the new one has all", async () => {
  const notes = Array.from({ length: 400 }, (_, at) => {
    const word = words[at] ?? `word${at}`;
    return { name: `${word}.md`, content: `# ${word}\n\nSomething about the ${word}\n` };
  });
  await server.upload(notes);
  await expect.poll(() => asked("ferry"), patience).toMatchObject({ first: "ferry.md", model: "first-embed" });
  await expect.poll(() => asked("glacier"), patience).toMatchObject({ first: "glacier.md" });
  expect((await change({ model: "second-embed" })).status).toBe(200);
  const wrong: unknown[] = [];
  const answeredBy = new Set<string>();
  for (let at = 0, left = Number.POSITIVE_INFINITY; left > 0; at++, left--) {
    const word = words[at % words.length] ?? "";
    const answer = await asked(word);
    answeredBy.add(answer.model);
    if (answer.first !== `${word}.md` || answer.reason !== null) wrong.push({ at, word, ...answer });
    // A while after it took over as well.
    if (left === Number.POSITIVE_INFINITY && answer.model === "second-embed") left = 100;
  }
  expect(wrong).toEqual([]);
  expect([...answeredBy]).toEqual(["first-embed", "second-embed"]);
  await expect.poll(models, patience).toEqual([{ name: "second-embed", state: "serving" }]);
});

it("stays paused over a restart, and goes on when told", async () => {
  expect((await change({ paused: true })).status).toBe(200);
  await server.stop();
  server = await start();
  await expect.poll(status, patience).toMatchObject({ state: "ready", paused: true });
  await server.upload([{ name: "lantern.md", content: "Something about the lantern" }]);
  const progress = async () => (await server.get("/api/content/progress")).json().meaning;
  expect(await progress()).toMatchObject({ paused: true, passages: 401, embedded: 400 });
  expect([...endpoint.counts.keys()].filter((text) => text.includes("lantern"))).toEqual([]);
  await change({ paused: false });
  await expect.poll(progress, patience).toMatchObject({ paused: false, embedded: 401 });
});
