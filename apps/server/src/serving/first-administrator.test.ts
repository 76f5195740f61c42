import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Config } from "../config.ts";
import { type Client, makeClient } from "../testing/client.ts";
import { startTestServer, type TestServer, testAccess } from "../testing/start-test-server.ts";

let database: TestDatabase;
let dataDirectory: string;
let folder: string;
const running: TestServer[] = [];
beforeAll(async () => {
  database = await openTestDatabase();
  dataDirectory = await mkdtemp(path.join(tmpdir(), "khoj-first-"));
  folder = await mkdtemp(path.join(tmpdir(), "khoj-notes-"));
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});
afterAll(async () => {
  await database.drop();
  for (const one of [dataDirectory, folder]) await rm(one, { recursive: true, force: true });
});

async function start(config: Partial<Config>): Promise<TestServer> {
  const server = await startTestServer({ config, database, dataDirectory });
  running.push(server);
  return server;
}
const tokenOf = (steps: readonly string[]): string =>
  /\/auth\/magic\?token=([\w-]{43})\s/.exec(steps.join("\n"))?.[1] ?? "";
const claim = (server: Client, token: string, email = "ada@example.org") =>
  server.send("POST", "/auth/magic/use", { token, email });

/** As if the one who is signed in had added an authenticator app and given its code. */
async function giveSecondFactor(): Promise<void> {
  const { statement } = database.database;
  await statement("INSERT INTO totp (person_id, confirmed_at) SELECT person_id, now() FROM sessions");
  await statement("UPDATE people SET recovery_saved_at = now()");
  await statement("UPDATE sessions SET strong = true");
  await statement("SELECT pg_notify('khoj_access', 'changed person ' || person_id) FROM sessions");
}

/** What somebody has: names, hits, folders, conversations, settings, as a client sees them. */
async function look(client: Client) {
  const json = async (request: string) => (await client.get(request)).json();
  return {
    files: (await json("/api/content/computer")).sort(),
    hits: (await json("/api/search?q=axolotl"))
      .map((hit: { additional: { file: string } }) => hit.additional.file)
      .sort(),
    folders: (await json("/api/folders")).folders.map((one: { path: string }) => one.path),
    conversations: (await json("/api/chat/sessions")).map((one: { slug: string }) => one.slug),
    name: (await json("/api/settings?detailed=true")).given_name,
    memory: (await json("/api/settings?detailed=true")).enable_memory,
    ignored: await json("/api/content/ignore"),
  };
}

describe("a server that was anonymous", () => {
  it("becomes the first administrator's with everything in it, and nobody gets in any more without signing in", async () => {
    const before = await start({ anonymous: true });
    await writeFile(path.join(folder, "watched.md"), "# Pond\n\nAn axolotl in the pond.\n");
    await before.upload([{ name: "sent.md", content: "# Tank\n\nAn axolotl in the tank.\n" }]);
    expect((await before.send("POST", "/api/folders", { path: folder })).status).toBe(201);
    await expect.poll(async () => (await look(before)).hits.length, { timeout: 30_000 }).toBe(2);
    await before.send("PUT", "/api/content/ignore", { rules: "drafts/" });
    await before.request("PATCH", "/api/user/name?name=Ada%20Lovelace");
    await before.request("PATCH", "/api/user/memory?enable_memory=false");
    const { conversation_id: id } = (await before.send("POST", "/api/chat/sessions", {})).json();
    await before.send("POST", "/api/chat", { q: "Where is the axolotl?", conversation_id: id, stream: false });
    const shared = (await before.send("POST", `/api/chat/share?conversation_id=${id}`, {})).json().url;
    const slug = new URL(shared, before.url).pathname.split("/").filter(Boolean).at(-1);
    const had = await look(before);
    expect(had).toMatchObject({ name: "Ada Lovelace", memory: false, folders: [folder] });
    expect(had.conversations).toHaveLength(1);
    await database.database.statement(
      `INSERT INTO api_keys (id, person_id, name, shown, token_hash, scopes, environment, expires_at)
       SELECT gen_random_uuid(), id, 'old', 'kk-old', 'x', '{read}', 'production', now() + interval '1 year' FROM people`,
    );
    await running.splice(0)[0]?.stop();

    const after = await start({ anonymous: false });
    for (const request of ["/api/content/computer", "/api/search?q=axolotl", "/api/chat/sessions", "/api/v1/user"])
      expect([request, (await after.get(request)).status]).toEqual([request, 403]);
    const token = tokenOf(await after.firstSteps());
    expect((await after.get(`/auth/magic?token=${token}`)).status).toBe(200);
    const claimed = await claim(after, token);
    expect([claimed.status, claimed.json()]).toEqual([200, expect.objectContaining({ status: "signed-in" })]);
    const cookie = (claimed.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]).join("; ");
    const ada = makeClient(after.url, { cookie });
    expect((await ada.get("/api/account/profile")).json()).toMatchObject({
      email: "ada@example.org",
      role: "admin",
      admin_needs: expect.stringContaining("second factor"),
    });
    await giveSecondFactor();
    // The announcement reaches the server on a connection of its own, some time after the statement has returned.
    await expect.poll(async () => (await ada.get("/api/folders")).status, { timeout: 30_000 }).toBe(200);
    expect(await look(ada)).toEqual(had);
    expect((await after.get(`/api/chat/share/history?public_conversation_slug=${slug}`)).status).toBe(200);
    const left = await database.database.statement("SELECT username FROM people UNION ALL SELECT shown FROM api_keys");
    expect(left).toEqual([{ username: "ada@example.org" }]);
  });

  it("has no further set-up link, and the one that was used is spent", async () => {
    const server = await start({ anonymous: false });
    expect(await server.firstSteps()).toEqual([]);
  });

  it("shows none of the administrator's notes when it is started without accounts again, and says so", async () => {
    const server = await start({ anonymous: true });
    expect((await server.firstSteps()).join()).toContain("none of their notes");
    expect(await look(server)).toMatchObject({ files: [], hits: [], conversations: [], folders: [], name: null });
  });
});

describe("KHOJ_ADMIN_EMAIL and KHOJ_ADMIN_PASSWORD", () => {
  it("make the administrator at the start, refuse a weak password, and are ignored from then on", async () => {
    const password = "Otter-Quartz-71-Lantern";
    const start = (admin: { email: string; password: string }) =>
      startTestServer({ config: { anonymous: false, access: { ...testAccess, admin } }, database: fresh });
    const fresh = await openTestDatabase();
    const weak = await start({ email: "Root@Example.org", password: "password" });
    await expect(weak.firstSteps()).rejects.toThrow("KHOJ_ADMIN_PASSWORD: The password has 8 characters");
    await weak.stop();
    const server = await start({ email: "Root@Example.org", password });
    const said = (await server.firstSteps()).join();
    expect(said).toContain("root@example.org administers");
    expect(said).not.toContain(password);
    const signIn = (email: string) => server.send("POST", "/auth/password", { email, password });
    expect((await signIn("root@example.org")).status).toBe(200);
    expect((await server.firstSteps()).join()).toContain("KHOJ_ADMIN_PASSWORD is ignored");
    await server.stop();
    const other = await start({ email: "mallory@example.org", password });
    expect((await other.firstSteps()).join()).toContain("KHOJ_ADMIN_PASSWORD is ignored");
    expect(await fresh.database.statement("SELECT email, role FROM people")).toEqual([
      { email: "root@example.org", role: "admin" },
    ]);
    await other.stop();
    await fresh.drop();
  });
});

describe("a set-up link", () => {
  it("is new at each start, works once, and makes one administrator however many click", async () => {
    const fresh = await openTestDatabase();
    const first = await startTestServer({ config: { anonymous: false }, database: fresh });
    const second = await startTestServer({ config: { anonymous: false }, database: fresh });
    const [old, token] = [tokenOf(await first.firstSteps()), tokenOf(await second.firstSteps())];
    expect(old).not.toBe(token);
    expect((await claim(first, old)).status).toBe(404);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, one) => claim(one % 2 ? first : second, token, `person${one}@example.org`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const people = await fresh.database.statement("SELECT role, email_verified_at FROM people");
    expect(people).toEqual([{ role: "admin", email_verified_at: null }]);
    expect(await second.firstSteps()).toEqual([]);
    await first.stop();
    await second.stop();
    await fresh.drop();
  });
});
