import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../testing/client.ts";
import { type SignedInClient, signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
let anna: SignedInClient;
let ben: SignedInClient;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  anna = await signInAs(server, { email: "anna@example.org" });
  ben = await signInAs(server, { email: "ben@example.org" });
});
afterAll(() => server.stop());

const makeSpace = async (who: Client, name: string): Promise<string> =>
  (await who.send("POST", "/api/spaces", { name })).json().id;
const setMember = (who: Client, space: string, email: string, role: string) =>
  who.send("PUT", `/api/spaces/${space}/members/${email}`, { role });
const put = (who: Client, space: string | undefined, name: string, content: string) =>
  who.upload([{ name, content }], { path: `/api/content?client=web${space ? `&space=${space}` : ""}` });
const find = async (who: Client, q: string, space?: string): Promise<string[]> => {
  const answer = await who.get(`/api/search?q=${encodeURIComponent(q)}&n=20${space ? `&space=${space}` : ""}`);
  return answer.json().map((hit: { additional: { file: string } }) => hit.additional.file);
};
const ask = async (who: Client, body: object) =>
  (await who.send("POST", "/api/chat", { stream: false, ...body })).json();

describe("a shared space", () => {
  it("is found by its members, narrowed to when named, and not there for anybody else", async () => {
    const space = await makeSpace(anna, "Kitchen");
    await put(anna, space, "ovens.md", "The brass oven needs quarterly descaling.");
    await put(anna, undefined, "diary.md", "My brass diary of descaling.");
    expect(await find(anna, "brass descaling")).toEqual(expect.arrayContaining(["ovens.md", "diary.md"]));
    expect(await find(anna, "brass descaling", space)).toEqual(["ovens.md"]);
    expect(await find(ben, "brass descaling")).toEqual([]);
    expect((await ben.get(`/api/search?q=brass&space=${space}`)).status).toBe(404);
    expect((await ben.get(`/api/spaces/${space}/members`)).status).toBe(404);
    expect((await put(ben, space, "mine.md", "x")).status).toBe(404);
  });

  it("lets a reader read and not write, an editor write, an owner say who is in it", async () => {
    const space = await makeSpace(anna, "Garden");
    await setMember(anna, space, "ben@example.org", "reader");
    expect((await put(ben, space, "plan.md", "tulips")).status).toBe(404);
    expect((await setMember(ben, space, "ben@example.org", "owner")).status).toBe(403);
    expect((await ben.send("PATCH", `/api/spaces/${space}`, { name: "Mine" })).status).toBe(403);
    expect((await ben.request("DELETE", `/api/content/file?filename=plan.md&space=${space}`)).status).toBe(404);
    await setMember(anna, space, "ben@example.org", "editor");
    expect((await put(ben, space, "plan.md", "tulips in october")).status).toBe(200);
    expect(await find(anna, "tulips", space)).toEqual(["plan.md"]);
    expect((await ben.request("DELETE", `/api/spaces/${space}`)).status).toBe(403);
  });

  it("is one of 500 at most: nobody fills somebody else's list, nor their own, without end", async () => {
    const crowd = await signInAs(server, { email: "crowd@example.org" });
    const left = 500 - (await ben.get("/api/spaces")).json().spaces.length;
    await server.database.database.statement(
      `WITH many AS (INSERT INTO spaces (id, kind, name, owner_id)
         SELECT gen_random_uuid(), 'shared', 'Many', $1 FROM generate_series(1, $3::int) RETURNING id)
       INSERT INTO memberships (space_id, person_id, role) SELECT id, person, 'owner' FROM many, unnest($2::uuid[]) person`,
      [crowd.personId, [crowd.personId, ben.personId], left],
    );
    const space = await makeSpace(anna, "One more");
    expect((await setMember(anna, space, "ben@example.org", "reader")).status).toBe(409);
    expect((await ben.send("POST", "/api/spaces", { name: "My own" })).json().detail).toContain("leave one first");
    await server.database.database.statement("DELETE FROM spaces WHERE owner_id = $1 AND kind = 'shared'", [
      crowd.personId,
    ]);
    expect((await setMember(anna, space, "ben@example.org", "reader")).status).toBe(200);
  });

  it("keeps an owner: the last one neither leaves nor becomes less", async () => {
    const space = await makeSpace(anna, "Cellar");
    expect((await anna.request("DELETE", `/api/spaces/${space}/members/anna@example.org`)).status).toBe(409);
    expect((await setMember(anna, space, "anna@example.org", "reader")).status).toBe(409);
    await setMember(anna, space, "ben@example.org", "owner");
    expect((await anna.request("DELETE", `/api/spaces/${space}/members/${anna.personId}`)).status).toBe(200);
    const { spaces } = (await ben.get("/api/spaces")).json();
    expect(spaces).toContainEqual(expect.objectContaining({ id: space, owner: "ben@example.org", members: 1 }));
  });

  it("takes nobody in who is unknown or was sent out, and never into a personal space", async () => {
    const space = await makeSpace(anna, "Attic");
    expect((await setMember(anna, space, "nobody@example.org", "reader")).status).toBe(404);
    const own = (await anna.get("/api/spaces")).json().spaces[0];
    expect(own.kind).toBe("personal");
    expect((await setMember(anna, own.id, "ben@example.org", "reader")).status).toBe(400);
    expect((await anna.request("DELETE", `/api/spaces/${own.id}`)).status).toBe(400);
  });

  it("takes its notes with it when it is deleted, rows and all", async () => {
    const space = await makeSpace(anna, "Brief");
    await put(anna, space, "gone.md", "A xylophone in the hall.");
    expect((await anna.request("DELETE", `/api/spaces/${space}`)).status).toBe(200);
    expect(await find(anna, "xylophone")).toEqual([]);
    const owner = await server.database.owner();
    await owner.query("SELECT set_config('khoj.spaces', $1, false)", [space]);
    const { rows } = await owner.query(
      "SELECT (SELECT count(*)::int FROM documents) + (SELECT count(*)::int FROM chunks) + (SELECT count(*)::int FROM originals) AS left",
    );
    expect(rows).toEqual([{ left: 0 }]);
  });
});

describe("somebody who leaves a space", () => {
  it("loses it at once: search, files, the passages and answers of conversations, and what they shared of it", async () => {
    const space = await makeSpace(anna, "Lab");
    await put(anna, space, "secret-lab.md", "# Lab\n\nThe zeppelin valve opens at eleven degrees.");
    await setMember(anna, space, "ben@example.org", "reader");
    const { conversation_id: conversation } = (await ben.request("POST", "/api/chat/sessions")).json();
    const answered = await ask(ben, { q: "When does the zeppelin valve open?", conversation_id: conversation });
    expect(answered.response).toContain("eleven degrees");
    const shared = (await ben.request("POST", `/api/chat/share?conversation_id=${conversation}`)).json().url;
    const slug = /chat\/([^/]+)\//.exec(shared)?.[1];
    const readShare = () => server.get(`/api/chat/share/history?public_conversation_slug=${slug}`);
    expect((await readShare()).status).toBe(200);

    await ben.request("DELETE", `/api/spaces/${space}/members/ben@example.org`);
    expect(await find(ben, "zeppelin")).toEqual([]);
    expect((await ben.get("/api/content/file?file_name=secret-lab.md")).status).toBe(404);
    const history = await ben.get(`/api/chat/history?conversation_id=${conversation}`);
    expect(history.text).not.toContain("eleven degrees");
    expect(history.text).toContain("not a member of any more");
    expect((await ben.get("/api/chat/export")).text).not.toContain("eleven degrees");
    expect((await readShare()).status).toBe(404);

    await setMember(anna, space, "ben@example.org", "reader");
    expect((await ben.get(`/api/chat/history?conversation_id=${conversation}`)).text).toContain("eleven degrees");
  });
});

describe("somebody who is sent out", () => {
  it("shares nothing any more: the address of what they shared leads nowhere until they are back", async () => {
    const cleo = await signInAs(server, { email: "cleo@example.org" });
    await put(cleo, undefined, "kite.md", "# Kite\n\nThe kite flies at nine.");
    const { conversation_id: id } = (await cleo.request("POST", "/api/chat/sessions")).json();
    await ask(cleo, { q: "When does the kite fly?", conversation_id: id });
    const shared = (await cleo.request("POST", `/api/chat/share?conversation_id=${id}`)).json().url;
    const slug = /chat\/([^/]+)\//.exec(shared)?.[1];
    const status = async () => (await server.get(`/api/chat/share/history?public_conversation_slug=${slug}`)).status;
    const set = (state: string) =>
      server.database.database.statement("UPDATE people SET state = $2 WHERE id = $1", [cleo.personId, state]);
    expect(await status()).toBe(200);
    await set("suspended");
    expect(await status()).toBe(404);
    await set("active");
    expect(await status()).toBe(200);
  });
});

describe("a conversation about one space", () => {
  it("draws on nothing else, in every turn, and refuses another", async () => {
    const space = await makeSpace(anna, "Office");
    await put(anna, space, "policy.md", "# Policy\n\nThe umbrella budget is nine euros.");
    await put(anna, undefined, "private.md", "# Private\n\nMy umbrella budget is four hundred euros.");
    const { conversation_id: id } = (await anna.request("POST", `/api/chat/sessions?space=${space}`)).json();
    const first = await ask(anna, { q: "What is the umbrella budget?", conversation_id: id });
    expect(first.response).toContain("nine euros");
    expect(first.response).not.toContain("four hundred");
    const other = await makeSpace(anna, "Elsewhere");
    const refused = await ask(anna, { q: "What is the umbrella budget?", conversation_id: id, space: other });
    expect(refused.response).toContain("about another space");
    expect((await ben.request("POST", `/api/chat/sessions?space=${space}`)).status).toBe(404);
    const { spaces } = (await anna.get("/api/spaces")).json();
    expect(spaces.length).toBeGreaterThan(1);
  });
});

describe("moving and copying notes between spaces", () => {
  const transfer = async (who: Client, how: string, names: string[], from: string, to: string) =>
    (await who.send("POST", `/api/spaces/${how}`, { file_names: names, from, to })).json();

  it("brings text and search along, leaves nothing behind, and says what it could not do", async () => {
    const space = await makeSpace(anna, "Library");
    const own = (await anna.get("/api/spaces")).json().spaces[0].id;
    await put(anna, undefined, "moved.md", "A walrus on the quay.");
    await put(anna, undefined, "copied.md", "A walrus in the park.");
    await put(anna, undefined, "taken.md", "A walrus at home.");
    await put(anna, space, "taken.md", "Another one.");
    expect((await transfer(anna, "move", ["moved.md", "taken.md", "none.md"], own, space)).files).toEqual([
      { file_name: "moved.md", done: true, reason: null },
      { file_name: "taken.md", done: false, reason: expect.stringContaining("already") },
      { file_name: "none.md", done: false, reason: expect.stringContaining("no such file") },
    ]);
    expect(await find(anna, "walrus quay", space)).toEqual(["moved.md"]);
    expect(await find(anna, "walrus quay", own)).not.toContain("moved.md");
    await transfer(anna, "copy", ["copied.md"], own, space);
    expect(await find(anna, "walrus park", space)).toContain("copied.md");
    expect(await find(anna, "walrus park", own)).toContain("copied.md");
  });

  it("needs the right to write where it takes away and where it puts", async () => {
    const space = await makeSpace(anna, "Shelf");
    const own = (await ben.get("/api/spaces")).json().spaces[0].id;
    await put(anna, space, "shelf.md", "A quince.");
    await setMember(anna, space, "ben@example.org", "reader");
    expect(
      (await ben.send("POST", "/api/spaces/move", { file_names: ["shelf.md"], from: space, to: own })).status,
    ).toBe(404);
    expect(
      (await ben.send("POST", "/api/spaces/copy", { file_names: ["shelf.md"], from: own, to: space })).status,
    ).toBe(404);
    expect((await transfer(ben, "copy", ["shelf.md"], space, own)).files[0].done).toBe(true);
  });
});
