import type { EmbeddingStatus } from "@khoj/contract";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { type EmbeddingsEndpoint, startEmbeddingsEndpoint } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer, testModels } from "../../testing/start-test-server.ts";

let endpoint: EmbeddingsEndpoint;
let database: TestDatabase;
let owner: Awaited<ReturnType<TestDatabase["owner"]>>;
const servers: TestServer[] = [];

beforeAll(async () => {
  endpoint = await startEmbeddingsEndpoint({ models: ["first-embed", "second-embed"] });
  database = await openTestDatabase();
  owner = await database.owner();
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  await database.drop();
  await endpoint.stop();
});

type Kind = "endpoint" | "none" | "local";
/** A server, or another one on the same database. */
async function start(kind: Kind = "endpoint", setBy: "environment" | "built-in" = "environment", key?: string) {
  const embedding = { kind, setBy, endpoint: { baseUrl: endpoint.baseUrl, key, model: undefined } };
  const server = await startTestServer({ database, config: { models: { ...testModels, embedding } } });
  servers.push(server);
  return server;
}
async function stop(server: TestServer): Promise<void> {
  servers.splice(servers.indexOf(server), 1);
  await server.stop();
}
const status = async (of: TestServer): Promise<EmbeddingStatus> => (await of.get("/api/admin/embedding")).json();
const until = (of: TestServer, wanted: Partial<EmbeddingStatus>) =>
  expect.poll(() => status(of), { timeout: 30_000 }).toMatchObject(wanted);
const rows = async () =>
  (await owner.query("SELECT id, name, dimensions, state FROM embedding_models ORDER BY id")).rows;
const change = (of: TestServer, body: object) => of.send("PATCH", "/api/admin/embedding", body);

describe("the model that reads meaning, behind an endpoint", () => {
  it("serves once the endpoint told its dimensions, and passages get its vectors", async () => {
    const server = await start();
    await until(server, {
      state: "ready",
      kind: "endpoint",
      set_by: "environment",
      model: "first-embed",
      sends_to: null,
    });
    await server.upload([{ name: "a.md", content: "The ferry leaves at nine" }]);
    await expect.poll(() => endpoint.counts.get("The ferry leaves at nine"), { timeout: 30_000 }).toBe(1);
    expect(await rows()).toEqual([{ id: 1, name: "first-embed", dimensions: 256, state: "serving" }]);
  });

  it("is changed for another in the background: the old one serves until the new one has every passage", async () => {
    const [server] = servers as [TestServer];
    const other = await start();
    await until(other, { state: "ready", model: "first-embed" });
    await change(server, { paused: true });
    expect((await change(server, { model: "second-embed" })).status).toBe(200);
    await until(server, { state: "ready", model: "second-embed", paused: true });
    // What one node is told, the others do as well.
    await until(other, { state: "ready", model: "second-embed", paused: true });
    expect(await rows()).toMatchObject([
      { id: 1, state: "serving" },
      { id: 2, state: "filling" },
    ]);
    await change(server, { paused: false });
    await expect
      .poll(rows, { timeout: 30_000 })
      .toEqual([{ id: 2, name: "second-embed", dimensions: 256, state: "serving" }]);
    expect(endpoint.counts.get("The ferry leaves at nine")).toBe(2);
    await stop(other);
  });

  it("is told in events", async () => {
    const { rows: events } = await owner.query("SELECT facts FROM events WHERE kind = 'models.embedding' ORDER BY seq");
    expect(events.map(({ facts }) => facts)).toEqual([
      { endpoint: new URL(endpoint.baseUrl).host, key_changed: false },
      { paused: true },
      { model: "second-embed" },
      { paused: false },
    ]);
  });

  it("that is chosen again begins anew, under a number nobody had", async () => {
    const [server] = servers as [TestServer];
    await change(server, { model: "first-embed" });
    await expect
      .poll(rows, { timeout: 30_000 })
      .toEqual([{ id: 3, name: "first-embed", dimensions: 256, state: "serving" }]);
  });

  it.each([
    [{ kind: "none" }, 409, "KHOJ_EMBEDDING makes it endpoint"],
    [{ kind: "elsewhere" }, 422, ""],
    [{ colour: "red" }, 422, ""],
  ])("is not changed by %j", async (body, expected, words) => {
    const [server] = servers as [TestServer];
    const answer = await change(server, body);
    expect([answer.status, answer.text.includes(words)]).toEqual([expected, true]);
  });
});

describe("an endpoint that is away or says no", () => {
  it("does not keep a server from starting while it is down, and is there when it comes back", async () => {
    for (const server of [...servers]) await stop(server);
    await database.drop();
    database = await openTestDatabase();
    owner = await database.owner();
    await endpoint.goDown();
    const server = await start();
    await until(server, { state: "waiting", reason: expect.stringContaining("nothing listens there") });
    expect((await server.upload([{ name: "b.md", content: "Words find this anyway" }])).status).toBe(200);
    await endpoint.comeBack();
    await change(server, { paused: false });
    await until(server, { state: "ready" });
    await expect.poll(() => endpoint.counts.get("Words find this anyway"), { timeout: 30_000 }).toBe(1);
    expect(await rows()).toMatchObject([{ id: 1, state: "serving" }]);
    await stop(server);
  });

  it("says that the key is wrong, and where another is set", async () => {
    endpoint.knobs.key = "right";
    const server = await start();
    await change(server, { key: "wrong" });
    await until(server, { state: "failed", reason: expect.stringContaining("khoj models endpoint set") });
    const { parts } = (await server.get("/api/status")).json();
    const meaning = parts.find(({ name }: { name: string }) => name === "meaning");
    expect(meaning).toMatchObject({
      facts: { state: "failed" },
      warnings: [expect.stringContaining("does not take the key")],
    });
    await change(server, { key: "right" });
    await until(server, { state: "ready" });
    endpoint.knobs.key = undefined;
    await change(server, { key: null });
    await stop(server);
  });

  it("is let go of when nothing is to read meaning, and taken up again with the vectors it made", async () => {
    const server = await start("endpoint", "built-in");
    await until(server, { state: "ready", set_by: "built-in", kind: "endpoint" });
    const asked = endpoint.requests();
    await change(server, { kind: "none" });
    await until(server, { state: "off", set_by: "panel", kind: "none", model: null });
    await change(server, { kind: "endpoint" });
    await until(server, { state: "ready", set_by: "panel" });
    expect(await rows()).toMatchObject([{ id: 1, state: "serving" }]);
    expect(endpoint.counts.get("Words find this anyway")).toBe(1);
    expect(endpoint.requests()).toBeGreaterThan(asked);
  });
});

describe("with nothing that reads meaning", () => {
  it("asks nobody for anything", async () => {
    const before = endpoint.requests();
    const server = await start("none");
    await server.upload([{ name: "c.md", content: "Found by words" }]);
    expect(await status(server)).toMatchObject({ kind: "none", state: "off", model: null, set_by: "environment" });
    expect(endpoint.requests()).toBe(before);
  });
});
