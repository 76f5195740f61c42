import { afterAll, beforeAll, expect, it } from "vitest";
import { makeClient } from "../../../testing/client.ts";
import { type SignedInClient, signInAs } from "../../../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../../testing/start-test-server.ts";

let server: TestServer;
let ada: SignedInClient;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  ada = await signInAs(server, { email: "ada@example.org" });
});
afterAll(() => server.stop());

let database: Awaited<ReturnType<TestServer["database"]["owner"]>>;
beforeAll(async () => {
  database = await server.database.owner();
});
const owner = async (text: string, values: readonly unknown[] = []) => (await database.query(text, [...values])).rows;
const made = async (name: string) => (await ada.send("POST", "/api/account/keys", { name })).json();
const from = (key: string, agent: string) =>
  makeClient(server.url, { authorization: `Bearer ${key}`, "user-agent": agent });

/** A key that was used from 10.7.7.x by Obsidian for searches on five days of last week. */
async function usedKey(name: string) {
  const key = await made(name);
  const kept = [
    ["network", "10.7.7.0/24"],
    ["agent", "obsidian/"],
    ["route", "/api/search"],
    ...[3, 4, 5, 6, 7].map((days) => ["hour", new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 13)]),
  ];
  for (const [kind, value] of kept)
    await owner(
      `INSERT INTO api_key_habits (key_id, kind, value, seen, first_seen, last_seen)
       VALUES ($1, $2, $3, 20, now() - interval '7 days', now() - interval '3 days')`,
      [key.id, kind, value],
    );
  return key;
}

const eventOf = async (id: string, kind: string) =>
  (await owner("SELECT outcome, facts FROM events WHERE target = $1 AND kind = $2", [id, kind]))[0];
async function untilEvent(id: string, kind: string) {
  for (let round = 0; round < 200; round++) {
    const event = await eventOf(id, kind);
    if (event !== undefined) return event;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no event ${kind}`);
}

it("tells of a key that another program uses from elsewhere, once, with the facts", async () => {
  const { id, key } = await usedKey("Told");
  for (let round = 0; round < 3; round++)
    expect((await from(key, "curl/8").get("/api/search?q=secret")).status).toBe(200);
  const { outcome, facts } = await untilEvent(id, "key.unusual");
  expect(outcome).toBe("noticed");
  expect(facts).toMatchObject({ score: 70, suspended: false, "new networks": "127.0.0.0/24", "new programs": "curl/" });
  expect(JSON.stringify(facts)).not.toContain("secret");
  expect((await from(key, "curl/8").get("/api/search?q=x")).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 1300));
  expect(
    await owner("SELECT count(*)::int AS events FROM events WHERE target = $1 AND kind = 'key.unusual'", [id]),
  ).toEqual([{ events: 1 }]);
});

it("suspends a key that takes everything, shows why, and takes it back when its owner proves it is them", async () => {
  const { id, key } = await usedKey("Stopped");
  const thief = from(key, "python-requests/2.32");
  for (const path of ["/api/content/files?page=0", "/api/content/file?file_name=x", "/api/agents"])
    await thief.get(path);
  const { facts } = await untilEvent(id, "key.unusual");
  expect(facts).toMatchObject({ suspended: true, score: 100 });
  await expect.poll(async () => (await thief.get("/api/content/files?page=0")).status).toBe(403);
  const refused = await thief.get("/api/content/files?page=0");
  expect(refused.json().detail).toBe("Forbidden");
  expect(refused.json().reason).toMatch(/suspended: it was used unusually .*python-requests/);
  const shown = (await ada.get("/api/account/keys")).json().keys.find((one: { id: string }) => one.id === id);
  expect(shown).toMatchObject({ state: "suspended", reason: expect.stringContaining("new networks") });
  expect((await ada.send("POST", `/api/account/keys/${id}/rotate`, {})).status).toBe(409);
  const cold = await signInAs(server, { email: "ada@example.org", elevated: false });
  expect((await cold.request("POST", `/api/account/keys/${id}/resume`)).json().needs).toBe("elevation");
  expect((await ada.request("POST", `/api/account/keys/${id}/resume`)).json()).toMatchObject({ state: "active" });
  expect((await thief.get("/api/content/files?page=0")).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 1300));
  expect((await thief.get("/api/content/files?page=0")).status).toBe(200);
});

it("asks the database nothing for the request of a key that was seen a moment ago", async () => {
  const { key } = await made("Busy");
  await from(key, "curl/8").get("/api/search?q=x");
  const pool = server.database.database;
  const before = pool.statement;
  let asked = 0;
  pool.statement = ((...given: Parameters<typeof before>) => {
    asked++;
    return before(...given);
  }) as typeof before;
  try {
    for (let round = 0; round < 20; round++)
      expect((await from(key, "curl/8").get("/api/content/types")).status).toBe(200);
  } finally {
    pool.statement = before;
  }
  expect(asked).toBeLessThan(10);
});
