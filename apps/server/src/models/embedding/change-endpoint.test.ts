import type { EmbeddingStatus, EmbeddingTestReport } from "@khoj/contract";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { type EmbeddingsEndpoint, startEmbeddingsEndpoint } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Logger } from "../../platform/log.ts";
import { startTestServer, type TestServer, testModels } from "../../testing/start-test-server.ts";

const key = "sk-an-endpoints-key-nobody-may-read-4321";
let endpoint: EmbeddingsEndpoint;
let other: EmbeddingsEndpoint;
let database: TestDatabase;
let owner: Awaited<ReturnType<TestDatabase["owner"]>>;
let server: TestServer;
const lines: string[] = [];
const log: Logger = Object.fromEntries(
  ["debug", "info", "warn", "error"].map((level) => [
    level,
    (facts: object, line: string) => lines.push(`${line} ${JSON.stringify(facts)}`),
  ]),
) as never;

/** A server of this database whose environment says this. */
const start = (given?: { baseUrl: string; key?: string; model?: string }, kind: "local" | "none" = "none") => {
  const said = given && { key: undefined, model: undefined, ...given };
  const embedding = { kind: given ? ("endpoint" as const) : kind, setBy: "built-in", endpoint: said } as const;
  return startTestServer({ database, log, config: { models: { ...testModels, embedding } } });
};
beforeAll(async () => {
  endpoint = await startEmbeddingsEndpoint({ models: ["first-embed", "second-embed"], key });
  other = await startEmbeddingsEndpoint({ models: ["elsewhere-embed"], dimensions: 64 });
  database = await openTestDatabase();
  owner = await database.owner();
  server = await start();
});
afterAll(async () => {
  await server?.stop();
  await database?.drop();
  await Promise.all([endpoint?.stop(), other?.stop()]);
});

const status = async (): Promise<EmbeddingStatus> => (await server.get("/api/admin/embedding")).json();
const change = (body: object) => server.send("PATCH", "/api/admin/embedding", body);
const test = async (body: object): Promise<EmbeddingTestReport> =>
  (await server.send("POST", "/api/admin/embedding/test", body)).json();
const until = (wanted: object) => expect.poll(status, { timeout: 30_000 }).toMatchObject(wanted);

describe("an endpoint for embeddings that nobody set by the environment", () => {
  it("is not chosen before it has an address, and nothing is tested", async () => {
    expect((await status()).endpoint).toBeNull();
    const refused = await change({ kind: "endpoint" });
    expect([refused.status, refused.json().detail ?? refused.text]).toEqual([409, expect.stringContaining("address")]);
    expect((await server.send("POST", "/api/admin/embedding/test", {})).status).toBe(400);
    expect((await change({ key: "alone" })).status).toBe(400);
  });

  it("is tested before it is saved: its dimensions are found, and what leaves the machine is said", async () => {
    const report = await test({ base_url: endpoint.baseUrl, key });
    expect(report).toMatchObject({ ok: true, model: "first-embed", dimensions: 256 });
    expect(report.steps.map(({ message }) => message)).toEqual([
      "first-embed answers with vectors of 256 dimensions",
      "It is on this machine: no text leaves it",
    ]);
    expect(await test({ base_url: endpoint.baseUrl, key: "wrong" })).toMatchObject({
      ok: false,
      dimensions: null,
      steps: [{ ok: false, message: expect.stringContaining("does not take the key") }],
    });
    expect((await status()).endpoint).toBeNull();
  });

  it.each([
    ["ftp://127.0.0.1/v1", 422, "http:// or https://"],
    ["http://name:word@127.0.0.1/v1", 422, "no user and password"],
    ["no address", 422, "base_url"],
    ["http://169.254.169.254/v1", 400, "never asked"],
    ["http://[fd00:ec2::254]/v1", 400, "never asked"],
  ])("does not take %s", async (base_url, expected, words) => {
    const refused = await change({ kind: "endpoint", base_url });
    expect([refused.status, refused.text]).toEqual([expected, expect.stringContaining(words)]);
    expect((await status()).endpoint).toBeNull();
    const tried = await server.send("POST", "/api/admin/embedding/test", { base_url });
    expect([tried.status, tried.text]).toEqual([expected, expect.stringContaining(words)]);
  });

  it("is set with its key, which is sealed and never shown, and reads the notes", async () => {
    await server.upload([{ name: "a.md", content: "The ferry leaves at nine" }]);
    const answer = await change({ kind: "endpoint", base_url: endpoint.baseUrl, key });
    expect(answer.status).toBe(200);
    await until({ state: "ready", kind: "endpoint", set_by: "panel", model: "first-embed", sends_to: null });
    const { endpoint: shown } = await status();
    expect(shown).toEqual({ base_url: endpoint.baseUrl, key_hint: "…4321", model: null, set_by: "panel" });
    await expect.poll(() => endpoint.counts.get("The ferry leaves at nine"), { timeout: 30_000 }).toBe(1);
    for (const table of ["instance_settings", "events", "sealed_secrets"])
      expect(JSON.stringify((await owner.query(`SELECT * FROM ${table}`)).rows), table).not.toContain(key);
    expect(answer.text + (await server.get("/api/status")).text).not.toContain(key);
  });

  it("is told in events without its key", async () => {
    const { rows } = await owner.query("SELECT facts FROM events WHERE kind = 'models.embedding' ORDER BY seq");
    expect(rows.map(({ facts }) => facts)).toEqual([
      { kind: "endpoint", endpoint: new URL(endpoint.baseUrl).host, key_changed: true },
    ]);
  });

  it("keeps its key for its own address", async () => {
    const moved = await change({ base_url: other.baseUrl });
    expect([moved.status, moved.text]).toEqual([400, expect.stringContaining("The key is that of the address before")]);
    expect(await test({ base_url: other.baseUrl })).toMatchObject({ ok: true, model: "elsewhere-embed" });
    expect(await test({})).toMatchObject({ ok: true, model: "first-embed" });
  });

  it("is another one when its address changes: the old one finds until the new one has read every note", async () => {
    expect((await change({ model: "second-embed" })).status).toBe(200);
    await until({ state: "ready", model: "second-embed" });
    expect((await change({ base_url: other.baseUrl, key: null })).status).toBe(200);
    await until({ state: "ready", model: "elsewhere-embed", endpoint: { key_hint: null, model: null } });
    const rows = async () => (await owner.query("SELECT name, dimensions, state FROM embedding_models")).rows;
    await expect
      .poll(rows, { timeout: 30_000 })
      .toEqual([{ name: "elsewhere-embed", dimensions: 64, state: "serving" }]);
  });

  it("is forgotten only when something else reads", async () => {
    expect((await change({ base_url: null })).status).toBe(409);
    expect((await change({ kind: "none", base_url: null })).status).toBe(200);
    await until({ kind: "none", state: "off", endpoint: null });
  });

  it("sends a key to the address it was given for only, also while both are changed", { timeout: 60_000 }, async () => {
    const places = [
      { base_url: endpoint.baseUrl, key },
      { base_url: other.baseUrl, key: "the-key-of-the-other-one" },
    ];
    other.knobs.key = "the-key-of-the-other-one";
    await change(places[0] ?? {});
    let isMoving = true;
    const asking = Array.from({ length: 3 }, async () => {
      while (isMoving) expect(await test({})).toMatchObject({ ok: true });
    });
    for (let move = 1; move <= 60; move++) expect((await change(places[move % 2] ?? {})).status).toBe(200);
    isMoving = false;
    await Promise.all(asking);
    other.knobs.key = undefined;
    await change({ base_url: null });
  });

  it("says which host text would leave this machine for", async () => {
    // A name of this machine that does not say so.
    const away = endpoint.baseUrl.replace("127.0.0.1", "ip6-allnodes-no-such-name.example");
    await change({ kind: "endpoint", base_url: away });
    expect(await status()).toMatchObject({ sends_to: new URL(away).host });
    await change({ kind: "none", base_url: null });
  });
});

describe("the environment's endpoint", () => {
  it("fills an empty table once, with its key", async () => {
    await server.stop();
    await database.drop();
    database = await openTestDatabase();
    server = await start({ baseUrl: endpoint.baseUrl, key, model: "second-embed" });
    await until({
      state: "ready",
      kind: "endpoint",
      model: "second-embed",
      endpoint: { base_url: endpoint.baseUrl, key_hint: "…4321", model: "second-embed", set_by: "environment" },
    });
  });

  it("of a node that says otherwise is not used, and which variables that are is logged without their values", async () => {
    lines.length = 0;
    const second = await start({
      baseUrl: other.baseUrl,
      key: "another-key-that-is-not-logged",
      model: "second-embed",
    });
    expect((await second.get("/api/admin/embedding")).json().endpoint.base_url).toBe(endpoint.baseUrl);
    await second.stop();
    const told = lines.filter((line) => line.startsWith("Not used:"));
    expect(told).toEqual([expect.stringContaining("KHOJ_EMBEDDINGS_BASE_URL, KHOJ_EMBEDDINGS_API_KEY. ")]);
    expect(told.join()).not.toMatch(/KHOJ_EMBEDDINGS_MODEL|another-key|127\.0\.0\.1/);
  });

  it("stays away when somebody took it away in the panel", async () => {
    await change({ kind: "none", base_url: null });
    await server.stop();
    server = await start({ baseUrl: endpoint.baseUrl, key });
    expect(await status()).toMatchObject({ kind: "none", endpoint: null });
  });
});
