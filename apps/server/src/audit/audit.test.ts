import { randomBytes, randomUUID } from "node:crypto";
import type { AuditEvent } from "@khoj/contract";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../platform/actor.ts";
import type { EventInput, Events } from "./events.ts";
import { eventLines, exportEvents, openAudit, readEvents, readFailedSignIns } from "./index.ts";
import { removed } from "./without-secrets.ts";

let test: TestDatabase;
let owner: Awaited<ReturnType<TestDatabase["owner"]>>;
let events: Events;

const ada: Actor = {
  personId: randomUUID(),
  email: "ada@example.org",
  username: "ada",
  via: "session",
  credentialId: randomUUID(),
  role: "admin",
  rights: new Set(),
  elevated: false,
  home: randomUUID(),
  spaces: [],
};
const from = { address: "192.0.2.7", agent: "test", requestId: "r1" };
const reader = { actor: ada, from };
const done = (kind: string, more: Partial<EventInput> = {}): EventInput => ({ kind, outcome: "done", ...more });
const deps = () => ({ database: test.database, events });
const kindsOf = (found: readonly AuditEvent[]): string[] => found.map(({ kind }) => kind);
const gather = async (lines: AsyncIterable<string>): Promise<string[]> => {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
};
const find = async (filter: Parameters<typeof readEvents>[2]) => (await readEvents(deps(), reader, filter)).events;

beforeAll(async () => {
  test = await openTestDatabase();
  owner = await test.owner();
  events = openAudit(test.database);
});
afterAll(() => test.drop());
beforeEach(async () => {
  await owner.query(
    "ALTER TABLE events DISABLE TRIGGER ALL; DELETE FROM events; ALTER TABLE events ENABLE TRIGGER ALL",
  );
});

describe("the table of events", () => {
  const changes = ["UPDATE events SET kind = 'nothing.happened'", "DELETE FROM events", "TRUNCATE events"];

  it.each(changes)("takes rows from the serving role and refuses it %s", async (change) => {
    await events.record(done("test.noted"));
    await expect(test.database.transaction((sql) => sql.execute(change))).rejects.toThrow();
    expect((await owner.query("SELECT kind FROM events")).rows).toEqual([{ kind: "test.noted" }]);
  });

  it.each(changes)("refuses its owner too, who serves where no other role may be made: %s", async (change) => {
    await events.record(done("test.noted"));
    await expect(owner.query(change)).rejects.toThrow("events are written once and never changed");
    await expect(owner.query(change.replace("events", "ONLY events"))).rejects.toThrow();
    expect((await owner.query("SELECT kind FROM events")).rows).toEqual([{ kind: "test.noted" }]);
  });

  it("does not let the serving role take the guard away, nor replace it", async () => {
    for (const text of [
      "ALTER TABLE events DISABLE TRIGGER ALL",
      "DROP TRIGGER events_are_never_changed ON events",
      "CREATE OR REPLACE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
      "SET session_replication_role = replica",
      "INSERT INTO events (kind, outcome, via) VALUES ('a.b', 'done', 'x') ON CONFLICT (seq) DO UPDATE SET kind = 'c.d'",
    ]) {
      await expect(
        test.database.transaction((sql) => sql.execute(text)),
        text,
      ).rejects.toThrow();
    }
  });

  it("keeps an event with the transaction it belongs to, or not at all", async () => {
    const undone = test.database.transaction(async (sql) => {
      await events.record(done("test.undone"), sql);
      throw new Error("the work failed");
    });
    await expect(undone).rejects.toThrow("the work failed");
    expect((await owner.query("SELECT FROM events")).rowCount).toBe(0);
  });
});

describe("what is kept", () => {
  const secret = randomBytes(32).toString("base64url");
  it.each([
    ["a key of ours", `kk-${secret}AbCd12`],
    ["a secret of a client application", "kc-aaaaaaaaaaaaaaaaaaaaaaaa"],
    ["a session token", secret],
    ["a token in hexadecimal", `x${randomBytes(20).toString("hex")}Y7`],
    ["a password in an address", `smtp://mailer:${secret.slice(0, 12)}@mail.example.org:587`],
    ["a provider's key", `re_${secret.slice(0, 20)}`],
    ["Google's client secret", `GOCSPX-${secret.slice(0, 24)}`],
    ["an authenticator's seed", "JBSWYZDPEHPKXPXPJBSWYZDPEHPKXPXP"],
    ["a recovery code", "7K3M-9QTW-02AB-XYZ4"],
    ["a JSON web token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"],
    ["a query that carries one", `/auth/magic?token=${secret}`],
    ["a short code in a query", "/auth/magic?code=123456&email=a@b"],
    ["one in the middle of words", `the key ${secret} was refused`],
  ])("never is %s, wherever a room puts it", async (_, text) => {
    const target = { kind: "thing", id: text };
    await events.record(
      done("test.leaked", { account: text, target, facts: { why: text }, from: { ...from, agent: text } }),
    );
    const { rows } = await owner.query("SELECT account, target, agent, facts, events::text AS row FROM events");
    for (const part of [rows[0].account, rows[0].target, rows[0].agent, rows[0].facts.why])
      expect(part).toContain(removed);
    for (const part of text.match(/[A-Za-z0-9_-]{12,}/g) ?? []) {
      if (secret.includes(part)) expect(rows[0].row).not.toContain(part);
    }
    expect(rows[0].row).not.toContain(text);
  });

  it.each(["", "fe80::1%eth0", "a socket"])("is nothing for an address that is none: %j", async (address) => {
    await events.record(done("test.kept", { from: { ...from, address } }));
    expect(await find({ kind: "test" })).toMatchObject([{ address: null, request_id: "r1" }]);
  });

  it("are ids, addresses, networks, programs and words", async () => {
    const facts = {
      id: "0199d0a4-7f5c-7cc0-8f3e-1d2a3b4c5d6e",
      key: "kk-7Gq2…x9Kd",
      fingerprint: "sha256:0123456789abcdef",
      domain: "a-rather-long-subdomain.of-a-university.example.org",
      sentence: "the provider said that the account is not verified",
      scopes: "read write chat automate",
      n: 3,
      yes: true,
      none: null,
    };
    const agent =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
    await events.record(
      done("test.kept", { account: "somebody.with.a.long.name@example.org", facts, from: { ...from, agent } }),
    );
    const [event] = await find({ kind: "test" });
    expect(event).toMatchObject({
      facts,
      agent,
      account: "somebody.with.a.long.name@example.org",
      address: "192.0.2.7",
    });
  });
});

describe("reading events", () => {
  beforeEach(async () => {
    await events.record(done("sign-in.link", { actor: ada, from }));
    await events.record({
      kind: "sign-in.password",
      outcome: "refused",
      account: "bob@example.org",
      from: { ...from, address: "198.51.100.9" },
    });
    await events.record(
      done("key.made", { actor: ada, from, account: "bob@example.org", target: { kind: "key", id: "percent%id" } }),
    );
    await events.record({ kind: "key.canary", outcome: "noticed", from: { ...from, address: "2001:db8:7::1" } });
  });

  it.each([
    [{ q: "BOB@" }, ["key.made", "sign-in.password"]],
    [{ q: "percent%" }, ["key.made"]],
    [{ q: "c_nary" }, []],
    [{ kind: "key" }, ["key.canary", "key.made"]],
    [{ kind: "key.made" }, ["key.made"]],
    [{ outcome: "refused" as const }, ["sign-in.password"]],
    [{ account: "ada@example.org", kind: "sign-in" }, ["sign-in.link"]],
    [{ person: ada.personId, kind: "key" }, ["key.made"]],
    [{ address: "198.51.100.9" }, ["sign-in.password"]],
    [{ address: "192.0.2.0/24", kind: "sign-in" }, ["sign-in.link"]],
    [{ address: "2001:db8::/32" }, ["key.canary"]],
    [{ from: "2000-01-01", to: "2000-01-02" }, []],
    [{ about: { person: ada.personId, account: ada.email }, kind: "sign-in" }, ["sign-in.link"]],
  ])("finds by %j", async (filter, kinds) => {
    expect(kindsOf(await find(filter))).toEqual(kinds);
  });

  it.each([{ address: "nowhere" }, { person: "'; DROP TABLE events" }, { from: "yesterday-ish" }])(
    "refuses what cannot be meant, in a sentence: %j",
    async (filter) => {
      await expect(find(filter)).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(/give one/) });
    },
  );

  it("turns pages that stay still while events arrive", async () => {
    for (let each = 0; each < 60; each++) await events.record(done("page.made", { facts: { each } }));
    const first = await readEvents(deps(), reader, { kind: "page" });
    expect(first).toMatchObject({ total: 60, page: 1, pages: 2 });
    expect(first.events[0]?.facts).toEqual({ each: 59 });
    await events.record(done("page.made", { facts: { each: 60 } }));
    const before = (first.events[0]?.seq ?? 0) + 1;
    const second = await readEvents(deps(), reader, { kind: "page", page: 2, before });
    expect(second.events.map(({ facts }) => facts.each)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it("is itself an event: once an hour for a session, and every export", async () => {
    await find({});
    await find({});
    expect(kindsOf(await find({ kind: "events" }))).toEqual(["events.read"]);
    await gather(exportEvents(deps(), reader, {}));
    expect(kindsOf(await find({ kind: "events" }))).toEqual(["events.exported", "events.read"]);
  });

  it("exports everything as JSON lines, part by part, also what is longer than one part", async () => {
    await owner.query(
      "INSERT INTO events (kind, outcome, via) SELECT 'many.noted', 'done', 'test' FROM generate_series(1, 1203)",
    );
    const lines = await gather(eventLines(test.database, { kind: "many" }));
    const seqs = lines.map((line) => JSON.parse(line).seq);
    expect(seqs).toHaveLength(1203);
    expect(seqs).toEqual([...new Set(seqs)].sort((one, other) => one - other));
    expect(lines.every((line) => line.endsWith("\n") && line.indexOf("\n") === line.length - 1)).toBe(true);
  });

  it("counts failed sign-ins by day, account and network", async () => {
    const refuse = (account: string, address: string, kind = "sign-in.password") =>
      events.record({ kind, outcome: "refused", account, from: { ...from, address } });
    await refuse("bob@example.org", "198.51.100.200");
    await refuse("bob@example.org", "203.0.113.1", "factor.totp");
    await refuse("eve@example.org", "2001:db8:1:2::3");
    await refuse("eve@example.org", "2001:db8:1:9::3");
    await refuse("not a sign-in", "203.0.113.1", "space.member-set");
    const chart = await readFailedSignIns(test.database, 7);
    expect(chart.days).toHaveLength(7);
    expect(chart.days.at(-1)).toEqual({ day: new Date().toISOString().slice(0, 10), failed: 5 });
    expect(chart.days.slice(0, -1).every(({ failed }) => failed === 0)).toBe(true);
    expect(chart.by_account).toEqual([
      { account: "bob@example.org", failed: 3 },
      { account: "eve@example.org", failed: 2 },
    ]);
    expect(chart.by_network).toEqual([
      { network: "198.51.100.0/24", failed: 2 },
      { network: "2001:db8:1::/48", failed: 2 },
      { network: "203.0.113.0/24", failed: 1 },
    ]);
  });
});
