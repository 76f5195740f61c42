import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApiKey } from "../../platform/secrets/api-key.ts";
import { type Client, makeClient } from "../../testing/client.ts";
import { type SignedInClient, signInAs } from "../../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";

let server: TestServer;
let ada: SignedInClient;
let root: SignedInClient;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  ada = await signInAs(server, { email: "ada@example.org" });
  root = await signInAs(server, { email: "root@example.org", role: "admin" });
});
afterAll(() => server.stop());

const withKey = (key: string): Client => makeClient(server.url, { authorization: `Bearer ${key}` });
const make = async (who: Client, wanted: object = {}) => (await who.send("POST", "/api/account/keys", wanted)).json();
let database: Awaited<ReturnType<TestServer["database"]["owner"]>>;
beforeAll(async () => {
  database = await server.database.owner();
});
const owner = async (text: string, values: readonly unknown[] = []) => (await database.query(text, [...values])).rows;
const eventsOf = (id: string) => owner("SELECT kind, outcome, facts FROM events WHERE target = $1 ORDER BY seq", [id]);
const whoIs = (key: string) => withKey(key).get("/api/v1/user");

describe("a key", () => {
  it("is shown once, works as its person, and is kept as a hash only", async () => {
    const made = await make(ada, { name: "Obsidian" });
    expect(made.key).toMatch(/^kk-[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}$/);
    expect(made).toMatchObject({ name: "Obsidian", scopes: ["read", "write", "chat", "automate"], state: "active" });
    expect(new Date(made.expires_at).getTime() - Date.now()).toBeGreaterThan(89 * 86_400_000);
    expect((await whoIs(made.key)).json()).toMatchObject({ email: "ada@example.org" });
    const listed = await ada.get("/api/account/keys");
    expect(listed.text).not.toContain(made.key);
    expect(listed.json().keys[0]).toMatchObject({ id: made.id, shown: made.shown, used_from: "127.0.0.1" });
    const [row] = await owner("SELECT row_to_json(api_keys)::text AS row FROM api_keys WHERE id = $1", [made.id]);
    expect(row.row).not.toContain(made.key.slice(9, -6));
    expect(await eventsOf(made.id)).toMatchObject([{ kind: "key.made", outcome: "done" }]);
  });

  it("may what its scopes say and no more, and never looks after an account", async () => {
    const reading = withKey((await make(ada, { scopes: ["read"] })).key);
    expect((await reading.get("/api/search?q=x")).status).toBe(200);
    for (const [method, path] of [
      ["PATCH", "/api/content"],
      ["POST", "/api/chat/sessions"],
      ["GET", "/api/account/keys"],
      ["POST", "/api/account/keys"],
      ["POST", "/auth/token"],
      ["DELETE", "/auth/token?token=x"],
      ["GET", "/api/status"],
    ] as const) {
      const answer = await reading.request(method, path);
      expect([path, answer.status, answer.json().detail]).toEqual([path, 403, "Forbidden"]);
    }
  });

  it("administers while its person does, and only when it was made by somebody who proved it is them", async () => {
    expect((await ada.send("POST", "/api/account/keys", { scopes: ["read", "admin"] })).status).toBe(403);
    const cold = await signInAs(server, { email: "root@example.org", role: "admin", elevated: false });
    const refused = await cold.send("POST", "/api/account/keys", { scopes: ["admin"] });
    expect([refused.status, refused.json().needs]).toEqual([403, "elevation"]);
    const { key } = await make(root, { scopes: ["read", "admin"] });
    expect((await withKey(key).get("/api/status")).status).toBe(200);
    await owner("UPDATE people SET role = 'user' WHERE id = $1", [root.personId]);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await withKey(key).get("/api/status")).status).toBe(403);
    await owner("UPDATE people SET role = 'admin' WHERE id = $1", [root.personId]);
  });

  it("of the other kind of instance, of another network, too old, or of somebody sent away says so", async () => {
    const reasonOf = async (id: string, key: string) => {
      const answer = await whoIs(key);
      expect([answer.status, answer.json().detail]).toEqual([403, "Forbidden"]);
      expect((await eventsOf(id)).at(-1)).toMatchObject({ kind: "key.refused", outcome: "refused" });
      return answer.json().reason;
    };
    const other = await make(ada, { environment: "development" });
    expect(await reasonOf(other.id, other.key)).toMatch(/is for development, and this server is production/);
    const elsewhere = await make(ada, { networks: ["10.1.2.3/8", "fd00::/8"] });
    expect(elsewhere.networks).toEqual(["10.0.0.0/8", "fd00::/8"]);
    expect(await reasonOf(elsewhere.id, elsewhere.key)).toMatch(/not be used from this network/);
    const near = await make(ada, { networks: ["127.0.0.0/8"] });
    expect((await whoIs(near.key)).status).toBe(200);
    const old = await make(ada);
    await owner("UPDATE api_keys SET expires_at = '2026-01-02T03:04:05Z' WHERE id = $1", [old.id]);
    expect(await reasonOf(old.id, old.key)).toBe(`This key expired on 2026-01-02; renew it at ${server.url}/settings`);
    const eve = await signInAs(server, { email: "eve@example.org" });
    const evesKey = await make(eve);
    await owner("UPDATE people SET state = 'suspended' WHERE id = $1", [eve.personId]);
    expect(await reasonOf(evesKey.id, evesKey.key)).toMatch(/account of this key is closed/);
  });

  it("for one space has that space as its home and sees no other", async () => {
    const { id: team } = (await ada.send("POST", "/api/spaces", { name: "Team" })).json();
    await ada.upload([{ name: "own.md", content: "# Own\nchanterelle at home\n" }]);
    const { key } = await make(ada, { spaces: [team] });
    await makeClient(server.url, { authorization: `Bearer ${key}` }).upload([
      { name: "team.md", content: "# Team\nchanterelle for the team\n" },
    ]);
    const hits = (await withKey(key).get("/api/search?q=chanterelle")).json();
    expect(hits.map(({ additional }: { additional: { file: string } }) => additional.file)).toEqual(["team.md"]);
    expect((await withKey(key).get("/api/content/file?file_name=own.md")).status).toBe(404);
  });

  it("for a space its person may only read writes nowhere", async () => {
    const bea = await signInAs(server, { email: "bea@example.org" });
    const { id } = (await bea.send("POST", "/api/spaces", { name: "Bea's" })).json();
    const invited = await bea.send("PUT", `/api/spaces/${id}/members/${ada.personId}`, { role: "reader" });
    expect(invited.status).toBeLessThan(300);
    const { key } = await make(ada, { spaces: [id] });
    expect((await withKey(key).upload([{ name: "a.md", content: "# A" }])).status).toBe(403);
    expect((await withKey(key).get("/api/search?q=x")).status).toBe(200);
  });

  it("names only spaces of its person", async () => {
    const bob = await signInAs(server, { email: "bob@example.org" });
    const { id } = (await bob.send("POST", "/api/spaces", { name: "Bob's" })).json();
    for (const spaces of [[id], ["00000000-0000-4000-8000-000000000000"], ["no id"]]) {
      expect((await ada.send("POST", "/api/account/keys", { spaces })).status).toBe(404);
    }
    expect((await ada.send("POST", "/api/account/keys", { spaces: [] })).status).toBe(400);
    expect((await ada.send("POST", "/api/account/keys", { networks: ["300.1.1.1"] })).status).toBe(400);
    expect((await ada.send("POST", "/api/account/keys", { scopes: ["root"] })).status).toBe(422);
  });

  it("that is revoked is dead with the answer, and is nobody else's to revoke", async () => {
    const { id, key } = await make(ada);
    expect((await whoIs(key)).status).toBe(200);
    expect((await root.request("DELETE", `/api/account/keys/${id}`)).status).toBe(404);
    expect((await whoIs(key)).status).toBe(200);
    expect((await ada.request("DELETE", `/api/account/keys/${id}`)).json()).toMatchObject({ state: "revoked" });
    expect((await whoIs(key)).status).toBe(403);
  });

  it("that is altered, cut, doubled, padded or in another place is nobody, with one and the same answer", async () => {
    const { key } = await make(ada);
    const revoked = await make(ada);
    await ada.request("DELETE", `/api/account/keys/${revoked.id}`);
    const last = key.at(-1) === "0" ? "1" : "0";
    const wrong = [
      ...[1, 6, 20, 46, 51].map((length) => key.slice(0, length)),
      ...[3, 10, 30, 45, 46, 51].map((at) => `${key.slice(0, at)}${key[at] === "x" ? "y" : "x"}${key.slice(at + 1)}`),
      key.slice(0, -1) + last,
      key.toUpperCase(),
      key.toLowerCase(),
      `KK-${key.slice(3)}`,
      `kk-${key}`,
      `${key}${key}`,
      `${key}0`,
      makeApiKey("kk-").key,
      makeApiKey("kc-").key,
      revoked.key,
      `${key},${key}`,
      `"${key}"`,
      key.split("").reverse().join(""),
    ];
    const answers = new Set<string>();
    for (const one of wrong) {
      const { status, text } = await whoIs(one);
      answers.add(`${status} ${text}`);
    }
    expect([...answers]).toEqual([expect.stringMatching(/^403 .*"detail":"Forbidden".*not known here/)]);
    for (const authorization of [
      key,
      `bearer ${key}`,
      `Basic ${btoa(`x:${key}`)}`,
      `Bearer  ${key}`,
      `Bearer\t${key}`,
    ]) {
      expect((await server.get("/api/v1/user", { authorization })).status).toBe(403);
    }
    expect((await server.get(`/api/v1/user?api_key=${key}&token=${key}&authorization=Bearer%20${key}`)).status).toBe(
      403,
    );
    expect((await server.send("POST", "/api/chat", { q: "x", api_key: key, token: key })).status).toBe(403);
    expect(
      (await server.get("/api/v1/user", { cookie: `session=${key}; khoj-${server.instance}=${key}` })).status,
    ).toBe(403);
    expect(
      (await server.get("/api/v1/user", { "x-api-key": key, "proxy-authorization": `Bearer ${key}` })).status,
    ).toBe(403);
  });

  it("that is empty or Lisp's nil is nobody, and a session counts before a bad key", async () => {
    for (const authorization of ["Bearer ", "Bearer nil", "Bearer"]) {
      const answer = await server.get("/api/v1/user", { authorization });
      expect([answer.status, answer.json().detail]).toEqual([403, "Forbidden"]);
    }
    expect((await ada.get("/api/v1/user", { authorization: "Bearer kk-wrong" })).status).toBe(200);
  });
});

describe("keys", () => {
  it("are at most a hundred of a person", async () => {
    const many = await signInAs(server, { email: "many@example.org" });
    const made = await Promise.all(Array.from({ length: 105 }, () => many.send("POST", "/api/account/keys", {})));
    expect(made.filter(({ status }) => status === 200)).toHaveLength(100);
    expect(made.find(({ status }) => status !== 200)?.json().detail).toMatch(/has 100 keys, the most there may be/);
  });

  it("that are none are kept as an event, once a minute for a network, without what was tried", async () => {
    for (let round = 0; round < 30; round++) await whoIs(makeApiKey("kk-").key);
    const [event] = await owner(
      "SELECT count(*)::int AS events, max(facts::text) AS facts FROM events WHERE kind = 'key.unknown'",
    );
    expect(event.facts).toBe("{}");
    expect(event.events).toBeLessThan(15);
  });
});

describe("rotation", () => {
  it("fails no request during the overlap, and the old key is dead after it", async () => {
    const { id, key } = await make(ada, { name: "Sync", scopes: ["read"] });
    const statuses: number[] = [];
    let current = key;
    let stopped = false;
    const load = Array.from({ length: 4 }, async () => {
      while (!stopped) statuses.push((await whoIs(current)).status);
    });
    const rotated = (await ada.send("POST", `/api/account/keys/${id}/rotate`, { overlap_hours: 2 })).json();
    expect(rotated).toMatchObject({ name: "Sync", scopes: ["read"] });
    for (let round = 0; round < 20; round++)
      statuses.push((await whoIs(key)).status, (await whoIs(rotated.key)).status);
    current = rotated.key;
    stopped = true;
    await Promise.all(load);
    expect(new Set(statuses)).toEqual(new Set([200]));
    await owner("UPDATE api_keys SET expires_at = expires_at - interval '2 hours' WHERE id = $1", [id]);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect([(await whoIs(key)).status, (await whoIs(rotated.key)).status]).toEqual([403, 200]);
  });

  it("of one key makes one successor, however often it is asked for at once, that lives as long", async () => {
    const { id } = await make(ada, { name: "Once", expires_in_days: 30 });
    const asked = await Promise.all(
      Array.from({ length: 10 }, () => ada.send("POST", `/api/account/keys/${id}/rotate`, { overlap_hours: 1 })),
    );
    expect(asked.map(({ status }) => status).toSorted()).toEqual([200, ...Array(9).fill(409)]);
    const made = asked.find(({ status }) => status === 200)?.json();
    expect(new Date(made.expires_at).getTime() - Date.now()).toBeGreaterThan(29 * 86_400_000);
  });

  it("without an overlap ends the old key with the answer", async () => {
    const { id, key } = await make(ada);
    await whoIs(key);
    const rotated = (await ada.send("POST", `/api/account/keys/${id}/rotate`, { overlap_hours: 0 })).json();
    expect([(await whoIs(key)).status, (await whoIs(rotated.key)).status]).toEqual([403, 200]);
  });

  it("is by its person only, and of a key that administers by one who proved it is them", async () => {
    const { id } = await make(root, { scopes: ["admin"] });
    expect((await ada.send("POST", `/api/account/keys/${id}/rotate`, {})).status).toBe(404);
    const cold = await signInAs(server, { email: "root@example.org", role: "admin", elevated: false });
    expect((await cold.send("POST", `/api/account/keys/${id}/rotate`, {})).json().needs).toBe("elevation");
    expect((await root.send("POST", `/api/account/keys/${id}/rotate`, {})).status).toBe(200);
  });
});

describe("the contract's routes of keys", () => {
  it("make one, list masked ids, take an id or the key away, and lead a stranger to the sign-in page", async () => {
    const carl = await signInAs(server, { email: "carl@example.org" });
    const unnamed = (await carl.request("POST", "/auth/token?client=web")).json();
    expect(unnamed).toEqual({
      token: expect.stringMatching(/^kk-.{49}$/),
      name: expect.stringMatching(/^[A-Z]\w+ [A-Z]\w+$/),
    });
    const named = (await carl.request("POST", "/auth/token?token_name=probe")).json();
    expect(named.name).toBe("probe");
    const listed = (await carl.get("/auth/token")).json();
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(["probe", unnamed.name]);
    expect(JSON.stringify(listed)).not.toContain(named.token);
    expect((await withKey(named.token).get("/auth/token")).json()).toMatchObject([
      { id: listed[0].id, token: listed[0].token },
    ]);
    expect((await carl.request("DELETE", `/auth/token?token=${listed[0].token}`)).text).toBe("null");
    expect((await carl.request("DELETE", `/auth/token?token=${unnamed.token}`)).text).toBe("null");
    expect((await carl.request("DELETE", `/auth/token?token=${unnamed.token}`)).text).toBe("null");
    expect([(await whoIs(named.token)).status, (await whoIs(unnamed.token)).status]).toEqual([403, 403]);
    expect((await carl.get("/auth/token")).json()).toEqual([]);
    for (const method of ["GET", "POST"]) {
      const answer = await server.request(method, "/auth/token");
      const location = `/login?next=${encodeURIComponent(`${server.url}/auth/token`)}`;
      expect([answer.status, answer.headers.location]).toEqual([303, location]);
    }
  });
});

describe("a canary", () => {
  it("opens nothing, answers as if it were no key, and tells", async () => {
    const trap = await make(root, { name: "In the backup", canary: true });
    const answer = await whoIs(trap.key);
    expect(answer.text).toBe((await whoIs(makeApiKey("kk-").key)).text);
    expect(await eventsOf(trap.id)).toMatchObject([{ kind: "key.made" }, { kind: "key.canary", outcome: "noticed" }]);
    const part = (await root.get("/api/status")).json().parts.find(({ name }: { name: string }) => name === "accounts");
    expect(part.warnings.join("\n")).toMatch(/In the backup .* is a canary, and was tried from 127\.0\.0\.1/);
    const cold = await signInAs(server, { email: "ada@example.org", elevated: false });
    expect((await cold.send("POST", "/api/account/keys", { canary: true })).json().needs).toBe("elevation");
  });
});
