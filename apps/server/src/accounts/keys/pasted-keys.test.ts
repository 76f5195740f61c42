import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLog } from "../../platform/log.ts";
import { makeApiKey } from "../../platform/secrets/api-key.ts";
import { makeClient } from "../../testing/client.ts";
import { type SignedInClient, signInAs } from "../../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";

let server: TestServer;
let ada: SignedInClient;
let logFile: string;
/** Watched from the start. */
let folder: string;
const shownOnTerminal: string[] = [];
beforeAll(async () => {
  logFile = path.join(await mkdtemp(path.join(tmpdir(), "khoj-log-")), "khoj.log");
  const terminal = { write: (text: string) => shownOnTerminal.push(text) };
  const { log } = openLog({ file: logFile, verbosity: 2, terminal });
  folder = await mkdtemp(path.join(tmpdir(), "khoj-notes-"));
  server = await startTestServer({ config: { anonymous: false, notes: [folder] }, log });
  ada = await signInAs(server, { email: "ada@example.org" });
});
afterAll(() => server.stop());

const make = async (name: string) => (await ada.send("POST", "/api/account/keys", { name })).json();
const withKey = (key: string) => makeClient(server.url, { authorization: `Bearer ${key}` });
const stateOf = async (id: string) =>
  (await ada.get("/api/account/keys")).json().keys.find((one: { id: string }) => one.id === id);
let database: Awaited<ReturnType<TestServer["database"]["owner"]>>;
beforeAll(async () => {
  database = await server.database.owner();
});
const query = async (text: string, values: readonly unknown[] = []) => (await database.query(text, [...values])).rows;
const statusOf = async (name: string) =>
  (await ada.get(`/api/content/status?q=${name}`))
    .json()
    .items.find((item: { file_name: string }) => item.file_name === name);

/** Every column of every table as text, the content of all spaces included. */
async function dump(): Promise<string> {
  await query("SELECT set_config('khoj.spaces', string_agg(id::text, ','), false) FROM spaces");
  const tables = await query(
    `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
     WHERE table_schema = 'khoj' AND table_type = 'BASE TABLE'`,
  );
  const parts = [];
  for (const { name } of tables) parts.push(...(await query(`SELECT t::text AS row FROM ${name} t`)));
  const text = parts.map(({ row }) => row).join("\n");
  // Bytes are shown in hexadecimal digits.
  const bytes = text.replace(/\\\\?x((?:[0-9a-f]{2})+)/g, (_, digits) => Buffer.from(digits, "hex").toString("latin1"));
  return `${text}\n${bytes}`;
}

it("the dump that is searched shows the content of notes, in text and in bytes", async () => {
  await ada.upload([{ name: "control.md", content: "# Control\nthe word shibboleth is kept\n" }]);
  expect((await dump()).split("shibboleth").length).toBeGreaterThan(2);
});

describe("a key in a note", () => {
  it("keeps that note out and no other, is not repeated, and stops working", async () => {
    const { id, key } = await make("In a note");
    expect((await withKey(key).get("/api/search?q=x")).status).toBe(200);
    const answer = await ada.upload([
      { name: "good.md", content: "# Good\nplain words\n" },
      { name: "leak.md", content: `# Setup\nexport KHOJ_API_KEY=${key}\n` },
      { name: "also-good.org", content: "* Fine\nmore words\n", type: "text/org" },
    ]);
    expect(answer.text.split(",").toSorted()).toEqual(["also-good.org", "good.md", "leak.md"]);
    expect(await statusOf("leak.md")).toMatchObject({
      state: "skipped",
      reason: "an API key of Khoj stands in it; take it out and send the file again",
    });
    expect(await statusOf("good.md")).toMatchObject({ state: "indexed" });
    expect((await withKey(key).get("/api/search?q=x")).status).toBe(403);
    expect(await stateOf(id)).toMatchObject({ state: "suspended", reason: expect.stringContaining("stood in a note") });
    const [event] = await query(
      "SELECT outcome, person_id, facts FROM events WHERE kind = 'key.exposed' AND target = $1",
      [id],
    );
    expect(event).toMatchObject({ outcome: "noticed", person_id: ada.personId, facts: { suspended: true } });
  });

  it.each([
    ["in the middle of a word", (key: string) => `# A\nxx${key}yy\n`, "a.md", "text/markdown"],
    ["after a doubled prefix", (key: string) => `# A\nkk-${key}\n`, "b.md", "text/markdown"],
    ["in its heading", (key: string) => `# ${key}\ntext\n`, "c.md", "text/markdown"],
    ["in a property of Org", (key: string) => `* A\n:PROPERTIES:\n:KEY: ${key}\n:END:\ntext\n`, "d.org", "text/org"],
    ["in a tag", (key: string) => `---\ntags: [${key}]\n---\n# A\ntext\n`, "e.md", "text/markdown"],
    ["in HTML", (key: string) => `<p>Key: <b>${key}</b></p>`, "f.html", "text/html"],
    ["in a file in UTF-16", (key: string) => Buffer.from(`\uFEFF# A\n${key}\n`, "utf16le"), "g.md", "text/markdown"],
    [
      "far behind in a long file",
      (key: string) => `# A\n${"many words\n".repeat(60_000)}${key}\n`,
      "h.md",
      "text/markdown",
    ],
  ])("is found %s", async (_, content, name, type) => {
    const { key } = makeApiKey("kk-");
    expect((await ada.upload([{ name, content: content(key), type }])).status).toBe(200);
    expect(await dump()).not.toContain(key.slice(9, -6));
  });

  it("is found in a name, and that file is not kept", async () => {
    const { key } = makeApiKey("kk-");
    expect((await ada.upload([{ name: `notes-${key}.md`, content: "# A\n" }])).status).toBe(200);
    expect(await dump()).not.toContain(key.slice(9, -6));
  });

  it("in a watched folder is kept out the same, and stops working", async () => {
    const { id, key } = await make("In a folder");
    await writeFile(path.join(folder, "leak.md"), `# Leak\n${key}\n`);
    await expect.poll(async () => (await stateOf(id)).state, { timeout: 30_000 }).toBe("suspended");
    const [event] = await query("SELECT via FROM events WHERE kind = 'key.exposed' AND target = $1", [id]);
    expect(event).toEqual({ via: "folder" });
    expect(await dump()).not.toContain(key.slice(9, -6));
  });

  it("that only looks like one is a note like any other", async () => {
    const content = `# Example\nA key looks like kk-${"A".repeat(43)}000000.\n`;
    await ada.upload([{ name: "example.md", content }]);
    expect(await statusOf("example.md")).toMatchObject({ state: "indexed" });
  });

  it("by which it is uploaded lets that upload end, and is refused afterwards", async () => {
    const { key } = await make("Own foot");
    const answer = await withKey(key).upload([
      { name: "one.md", content: "# One\n" },
      { name: "mine.md", content: `# Mine\n${key}\n` },
    ]);
    expect(answer.text.split(",").toSorted()).toEqual(["mine.md", "one.md"]);
    await expect.poll(async () => (await withKey(key).get("/api/search?q=x")).status).toBe(403);
  });
});

it("a key in a question is refused in a sentence that does not repeat it, and stops working", async () => {
  const { id, key } = await make("In a question");
  for (const body of [
    { q: `What is ${key} for?`, stream: true },
    { q: `What is ${key} for?` },
    { q: "Read this", files: [{ name: "a.md", content: key, file_type: "markdown", size: 3 }] },
  ]) {
    const answer = await ada.send("POST", "/api/chat", body);
    expect([answer.status, answer.text.includes(key)]).toEqual([400, false]);
    expect(answer.json().detail).toMatch(/An API key of Khoj stands in the question/);
  }
  await expect.poll(async () => (await stateOf(id)).state).toBe("suspended");
  expect(await dump()).not.toContain(key.slice(9, -6));
});

it("no key, cookie or token that came by stands in the log, in the database or on the terminal", async () => {
  const { key } = await make("Canary of the log");
  // Lists of keys and events show what a program calls itself.
  await withKey(key).get(`/api/v1/user?token=${key}&code=123456`, { "user-agent": `curl ${key}` });
  await withKey(key).get(`/api/content/file?file_name=${key}`);
  await withKey(`${key}x`).get("/nowhere");
  await server.get(`/auth/magic?token=${key}`);
  await server.get("/api/v1/user", { cookie: ada.cookie, authorization: `Bearer ${key}` });
  const log = await readFile(logFile, "utf8");
  const session = ada.cookie.split("=")[1] ?? "no session";
  const kept = await dump();
  expect(log).toContain("/api/content/file");
  for (const [name, text] of Object.entries({ log, kept, terminal: shownOnTerminal.join("") })) {
    expect([name, text.includes(key.slice(9, -6)), text.includes(session)]).toEqual([name, false, false]);
  }
});
