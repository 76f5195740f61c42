import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAudit } from "../../audit/index.ts";
import { type SignedInClient, signInAs } from "../../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import {
  activatePerson,
  changeFromOutside,
  deletePerson,
  makeAdministrator,
  makeUser,
  signOutPerson,
  suspendPerson,
} from "../index.ts";
import type { DeletionDeps } from "./delete-person.ts";

let server: TestServer;
let owner: Awaited<ReturnType<TestServer["database"]["owner"]>>;
let deps: DeletionDeps;
let root: SignedInClient;
const doer = { via: "command-line" };
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  owner = await server.database.owner();
  const { database } = server.database;
  deps = { database, changeMany: changeFromOutside(database), events: openAudit(database) };
  root = await signInAs(server, { email: "root@example.org", role: "admin" });
});
afterAll(() => server.stop());

const whoIs = (client: SignedInClient) => client.get("/api/v1/user").then(({ status }) => status);
const count = async (text: string, values: unknown[] = []): Promise<number> =>
  (await owner.query(`SELECT count(*)::int AS count FROM ${text}`, values)).rows[0].count;
const eventsAbout = async (email: string): Promise<string[]> =>
  (await owner.query("SELECT kind FROM events WHERE account = $1 ORDER BY seq", [email])).rows.map(({ kind }) => kind);

describe("somebody who is sent out", () => {
  it("is nobody at once, cannot come back by what they had, and is somebody again when let in", async () => {
    const anna = await signInAs(server, { email: "anna@example.org" });
    await owner.query(
      "INSERT INTO sign_in_links (id, token_hash, person_id, purpose, expires_at) VALUES (gen_random_uuid(), 'x', $1, 'sign-in', now() + interval '1 hour')",
      [anna.personId],
    );
    expect(await whoIs(anna)).toBe(200);
    await suspendPerson(deps, anna.personId, doer);
    await expect.poll(() => whoIs(anna)).toBe(403);
    expect(await count("sign_in_links WHERE person_id = $1", [anna.personId])).toBe(0);
    const smuggled = await signInAs(server, { email: "anna@example.org" });
    expect(await whoIs(smuggled)).toBe(403);
    await activatePerson(deps, anna.personId, doer);
    await expect.poll(() => whoIs(smuggled)).toBe(200);
    expect(await eventsAbout("anna@example.org")).toEqual(["person.suspended", "person.activated"]);
  });

  it("is signed out without losing the account", async () => {
    const bert = await signInAs(server, { email: "bert@example.org" });
    await signOutPerson(deps, bert.personId, doer);
    await expect.poll(() => whoIs(bert)).toBe(403);
    expect(await whoIs(await signInAs(server, { email: "bert@example.org" }))).toBe(200);
  });
});

describe("the last administrator", () => {
  it.each([
    ["suspended", suspendPerson],
    ["made a user", makeUser],
    ["deleted", (_: unknown, id: string) => deletePerson(deps, id, doer)],
  ] as const)("cannot be %s", async (what, act) => {
    await expect(act(deps, root.personId, doer)).rejects.toThrow(`cannot be ${what}`);
    expect(await whoIs(root)).toBe(200);
  });

  it("stays, when of two each is removed at the same moment", async () => {
    const second = await signInAs(server, { email: "second@example.org" });
    await makeAdministrator(deps, second.personId, doer);
    await expect.poll(async () => (await second.get("/api/account/profile")).json().role).toBe("admin");
    const outcomes = await Promise.allSettled([
      makeUser(deps, root.personId, doer),
      suspendPerson(deps, second.personId, doer),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await count("people WHERE role = 'admin' AND state = 'active'")).toBe(1);
    await makeAdministrator(deps, root.personId, doer);
    await activatePerson(deps, root.personId, doer);
  });
});

describe("an account that is erased", () => {
  it("goes with everything that is its person's, and nothing of others", async () => {
    const cara = await signInAs(server, { email: "cara@example.org" });
    const dora = await signInAs(server, { email: "dora@example.org" });
    for (const one of [cara, dora]) await one.upload([{ name: "note.md", content: "# Xylophone\n\nA xylophone.\n" }]);
    await cara.send("POST", "/api/chat", { q: "Where is the xylophone?", stream: false });
    const home = (await owner.query("SELECT id FROM spaces WHERE owner_id = $1", [cara.personId])).rows[0].id;
    const answer = await cara.request("DELETE", "/api/self");
    expect([answer.status, answer.headers["set-cookie"]]).toEqual([200, [expect.stringContaining("Max-Age=0")]]);
    expect(await whoIs(cara)).toBe(403);
    const left = async (table: string) => [table, await countIn(table, home)];
    const tables = ["documents", "chunks", "originals", "conversations", "messages", "deletions"];
    expect(await Promise.all(tables.map(left))).toEqual(tables.map((table) => [table, 0]));
    expect(await count("people WHERE email = 'cara@example.org'")).toBe(0);
    expect((await dora.get("/api/search?q=xylophone")).json()).toHaveLength(1);
    await expect.poll(documentsInTheIndex).toBe(1);
    expect(await eventsAbout("cara@example.org")).toContain("person.deleted");
  });

  it("needs proof of a moment ago", async () => {
    const emil = await signInAs(server, { email: "emil@example.org", elevated: false });
    const answer = await emil.request("DELETE", "/api/self");
    expect([answer.status, answer.json().detail, answer.json().reason]).toEqual([
      403,
      "Forbidden",
      expect.stringContaining("proof"),
    ]);
    expect(await whoIs(emil)).toBe(200);
  });

  it("leaves a shared space to another owner, takes one nobody else is in, and is refused to themselves where others would be left alone; who deletes them hands it over", async () => {
    const fritz = await signInAs(server, { email: "fritz@example.org" });
    const greta = await signInAs(server, { email: "greta@example.org" });
    const make = async (name: string, role?: string): Promise<string> => {
      const { rows } = await owner.query(
        "INSERT INTO spaces (id, kind, name, owner_id) VALUES (gen_random_uuid(), 'shared', $1, $2) RETURNING id",
        [name, fritz.personId],
      );
      await owner.query("INSERT INTO memberships VALUES ($1, $2, 'owner')", [rows[0].id, fritz.personId]);
      if (role) await owner.query("INSERT INTO memberships VALUES ($1, $2, $3)", [rows[0].id, greta.personId, role]);
      return rows[0].id;
    };
    const [handed, alone, stuck] = [await make("handed", "owner"), await make("alone"), await make("stuck", "reader")];
    const own = await fritz.request("DELETE", "/api/self");
    expect([own.status, own.json().detail]).toEqual([409, expect.stringContaining('Others are in "stuck"')]);
    await deletePerson(deps, fritz.personId, doer);
    const { rows } = await owner.query("SELECT name, owner_id FROM spaces WHERE id = ANY($1) ORDER BY name", [
      [handed, alone, stuck],
    ]);
    expect(rows).toEqual([
      { name: "handed", owner_id: greta.personId },
      { name: "stuck", owner_id: greta.personId },
    ]);
    const { spaces } = (await greta.get("/api/spaces")).json();
    expect(spaces).toContainEqual(expect.objectContaining({ id: stuck, role: "owner" }));
  });
});

async function documentsInTheIndex(): Promise<unknown> {
  const { parts } = (await root.get("/api/status")).json();
  return parts.find(({ name }: { name: string }) => name === "search").facts.documents;
}

/** Rows of a space, whoever may see them. */
async function countIn(table: string, space: string): Promise<number> {
  return server.database.database.inSpaces([space], async (sql) => {
    const rows = await sql.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]?.count ?? -1;
  });
}
