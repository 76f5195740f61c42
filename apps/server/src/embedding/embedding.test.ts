import type { IndexingProgress } from "@khoj/contract";
import { type EmbeddingsEndpoint, startEmbeddingsEndpoint } from "@khoj/models/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestServer, testModels } from "../testing/start-test-server.ts";

let endpoint: EmbeddingsEndpoint;
let server: TestServer;
beforeAll(async () => {
  endpoint = await startEmbeddingsEndpoint();
  const { baseUrl } = endpoint;
  const embedding = {
    kind: "endpoint",
    setBy: "environment",
    endpoint: { baseUrl, key: undefined, model: undefined },
  } as const;
  server = await startTestServer({ config: { models: { ...testModels, embedding } } });
});
afterAll(async () => {
  await server.stop();
  await endpoint.stop();
});

const progress = async (): Promise<IndexingProgress> => (await server.get("/api/content/progress")).json();
const patience = { timeout: 30_000 };
const embedded = () =>
  expect.poll(async () => {
    const { meaning } = await progress();
    return [meaning.state, meaning.embedded === meaning.passages];
  }, patience);
const note = (name: string, word: string) => ({
  name,
  content: Array.from({ length: 6 }, (_, at) => `# ${word} ${at}\n\nAbout ${word} number ${at}.\n`).join("\n"),
});

it("gives every passage its vector in the background, and tells text and meaning apart", async () => {
  await server.upload([note("a.md", "tide"), note("b.md", "moon")]);
  await embedded().toEqual(["ready", true]);
  const { text, meaning } = await progress();
  expect(text).toEqual({ files: 2, waiting: 0, passages: 12 });
  expect(meaning).toMatchObject({
    passages: 12,
    embedded: 12,
    model: "words-embed",
    paused: false,
    seconds_left: null,
  });
  expect([...endpoint.counts.values()].filter((times) => times > 1)).toEqual([]);
});

it("asks only for what changed when a note is written again", async () => {
  const before = new Map(endpoint.counts);
  const { name, content } = note("a.md", "tide");
  await server.upload([{ name, content: `${content}\n# harbour\n\nOne more about the harbour.\n` }]);
  await embedded().toEqual(["ready", true]);
  const asked = [...endpoint.counts].filter(([text, times]) => times !== before.get(text)).map(([text]) => text);
  expect(asked.length).toBeLessThan(3);
  expect(asked.some((text) => text.includes("harbour"))).toBe(true);
});

it("takes uploads while the endpoint is away, says so, and catches up by itself", async () => {
  await endpoint.goDown();
  const uploaded = await server.upload([note("c.md", "gull")]);
  expect(uploaded.status).toBe(200);
  await expect.poll(async () => (await progress()).meaning.reason, patience).toEqual(expect.any(String));
  const { meaning } = await progress();
  expect(meaning.embedded).toBeLessThan(meaning.passages);
  expect((await server.get("/api/search?q=gull")).json()).not.toEqual([]);
  await endpoint.comeBack();
  await embedded().toEqual(["ready", true]);
  expect((await progress()).meaning.reason).toBeNull();
});

it("embeds a passage in parts where the model finds it too long", async () => {
  endpoint.knobs.fault = undefined;
  endpoint.knobs.longest = 400;
  await server.upload([{ name: "long.md", content: `# Long\n\n${"unbroken".repeat(60)}\n` }]);
  await embedded().toEqual(["ready", true]);
  expect([...endpoint.counts.keys()].filter((text) => text.includes("unbroken")).length).toBeGreaterThan(1);
});

it("leaves out a passage that the model refuses, says why, and asks no more for it", async () => {
  endpoint.knobs.longest = 0;
  await server.upload([{ name: "ox.md", content: "ox" }]);
  await embedded().toEqual(["ready", true]);
  endpoint.knobs.longest = Number.POSITIVE_INFINITY;
  const { parts } = (await server.get("/api/status")).json();
  const { facts, warnings } = parts.find(({ name }: { name: string }) => name === "embedding");
  expect([facts["passages left out"], warnings]).toEqual([1, [expect.stringContaining("too long")]]);
  await server.upload([note("d.md", "kelp")]);
  await embedded().toEqual(["ready", true]);
  expect(endpoint.counts.get("ox")).toBeUndefined();
  expect((await server.get("/api/search?q=ox")).json()).not.toEqual([]);
});

it("embeds nothing while it is paused, and goes on when told", async () => {
  expect((await server.send("PATCH", "/api/admin/embedding", { paused: true })).status).toBe(200);
  await server.upload([note("e.md", "anchor")]);
  const { meaning } = await progress();
  expect(meaning).toMatchObject({ paused: true });
  expect(meaning.passages - meaning.embedded).toBe(6);
  expect((await server.send("PATCH", "/api/admin/embedding", { paused: false })).status).toBe(200);
  await embedded().toEqual(["ready", true]);
});
