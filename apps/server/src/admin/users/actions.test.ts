import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeClient } from "../../testing/client.ts";
import { type SignedInClient, signInAs } from "../../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";

let server: TestServer;
let admin: SignedInClient;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  admin = await signInAs(server, { email: "root@example.org", role: "admin" });
});
afterAll(() => server.stop());

const act = async (action: string, ...users: string[]) =>
  (await admin.send("POST", "/api/admin/users/actions", { action, users })).json().outcomes;
const userOf = async (email: string) => (await admin.get(`/api/admin/users?q=${email}`)).json().users[0];
const eventsOf = async (kind: string) => (await admin.get(`/api/admin/events?kind=${kind}`)).json().events;

/** 'Send Magic Link' without mail: an unverified account. */
async function askToComeIn(email: string): Promise<string> {
  expect((await server.send("POST", "/auth/magic", { email })).status).toBe(200);
  // The answer is the same for every address, so it does not wait for what is done about this one.
  await expect.poll(() => userOf(email), { timeout: 15_000 }).toBeDefined();
  return (await userOf(email)).id;
}

describe("an act on users", () => {
  it("gives a login URL that lets in once whoever was waiting, as the guide says", async () => {
    const id = await askToComeIn("guide@example.org");
    expect((await admin.get("/api/admin/requests")).json().requests).toMatchObject([
      { id, email: "guide@example.org" },
    ]);
    const [outcome] = await act("login-link", id);
    expect(outcome).toMatchObject({ done: true, email: "guide@example.org" });
    expect(outcome.link.startsWith(`${server.url}/auth/magic?token=`)).toBe(true);
    const token = new URL(outcome.link).searchParams.get("token");
    const used = await makeClient(server.url, { "sec-fetch-site": "same-origin" }).send("POST", "/auth/magic/use", {
      token,
    });
    expect(used.json()).toMatchObject({ status: "signed-in" });
    expect((await makeClient(server.url).send("POST", "/auth/magic/use", { token })).status).not.toBe(200);
    expect(await userOf("guide@example.org")).toMatchObject({ state: "active", verified: true, sessions: 1 });
    expect((await eventsOf("link.made"))[0]).toMatchObject({ account: "guide@example.org", person: admin.personId });
    expect(JSON.stringify(await eventsOf("link"))).not.toContain(token);
  });

  it("is done to all that are named, and says of each what happened; one that fails stops no other", async () => {
    const waiting = await askToComeIn("waits@example.org");
    const { personId } = await signInAs(server, { email: "works@example.org" });
    const outcomes = await act("approve", personId, "00000000-0000-4000-8000-000000000000", waiting, admin.personId);
    expect(outcomes.map(({ done }: { done: boolean }) => done)).toEqual([false, false, true, false]);
    expect(outcomes[0].message).toContain("does not wait");
    expect(await userOf("waits@example.org")).toMatchObject({ state: "active" });
    expect((await eventsOf("person.act-refused")).length).toBeGreaterThan(0);
  });

  it("deactivates at once and activates again", async () => {
    const person = await signInAs(server, { email: "leaver@example.org" });
    await act("deactivate", person.personId);
    expect((await person.get("/api/v1/user")).status).toBe(403);
    expect(await userOf("leaver@example.org")).toMatchObject({ state: "suspended", sessions: 0 });
    expect((await act("login-link", person.personId))[0]).toMatchObject({ done: false, link: null });
    expect((await act("activate", person.personId))[0]).toMatchObject({ done: true });
  });

  it("never turns on oneself, and never removes the last administrator", async () => {
    for (const action of ["deactivate", "delete", "make-user", "sign-out", "reset-factors"])
      expect((await act(action, admin.personId))[0], action).toMatchObject({ done: false });
    expect((await admin.get("/api/admin/users")).status).toBe(200);
    const second = await signInAs(server, { email: "second@example.org", role: "admin" });
    expect((await act("make-user", second.personId))[0]).toMatchObject({ done: true });
    expect((await act("make-admin", second.personId))[0]).toMatchObject({ done: true });
  });

  it("takes second factors away and ends the sessions they opened", async () => {
    const person = await signInAs(server, { email: "lost@example.org", strong: true });
    expect((await act("reset-factors", person.personId))[0]).toMatchObject({ done: true });
    expect(await userOf("lost@example.org")).toMatchObject({ factors: [], sessions: 0 });
  });

  it("deletes somebody with everything that is theirs", async () => {
    const person = await signInAs(server, { email: "gone@example.org" });
    await person.upload([{ name: "mine.md", content: "# Mine\n\nAll of it.\n" }]);
    expect((await act("delete", person.personId))[0]).toMatchObject({ done: true });
    expect(await userOf("gone@example.org")).toBeUndefined();
    const left = await server.database.owner();
    expect(
      (await left.query("SELECT count(*)::int AS n FROM spaces WHERE owner_id = $1", [person.personId])).rows[0].n,
    ).toBe(0);
  });

  it("that is dangerous asks for a factor first; one that is not does not", async () => {
    const tired = await signInAs(server, { email: "root@example.org", role: "admin", elevated: false });
    const { personId } = await signInAs(server, { email: "target@example.org" });
    for (const action of ["login-link", "invite", "make-admin", "make-user", "reset-factors", "delete"]) {
      const answer = await tired.send("POST", "/api/admin/users/actions", { action, users: [personId] });
      expect(answer.json(), action).toMatchObject({ needs: "elevation" });
    }
    expect(
      (await tired.send("POST", "/api/admin/users/actions", { action: "sign-out", users: [personId] })).status,
    ).toBe(200);
    expect((await tired.send("POST", "/api/admin/users", { email: "x@example.org" })).json()).toMatchObject({
      needs: "elevation",
    });
  });

  it("never gives a key the link of an administrator who was invited and has not come yet", async () => {
    const { user } = (
      await admin.send("POST", "/api/admin/users", { email: "to-come@example.org", role: "admin" })
    ).json();
    const { key } = (await admin.send("POST", "/api/account/keys", { scopes: ["read", "admin"] })).json();
    const program = makeClient(server.url, { authorization: `Bearer ${key}` });
    for (const action of ["invite", "login-link"]) {
      const answer = await program.send("POST", "/api/admin/users/actions", { action, users: [user] });
      expect([answer.status, answer.json().needs], action).toEqual([403, "elevation"]);
    }
  });

  it("takes at most 200 at once, ids only, and only acts there are", async () => {
    const send = (body: object) => admin.send("POST", "/api/admin/users/actions", body);
    expect((await send({ action: "delete", users: [] })).status).toBe(422);
    expect((await send({ action: "delete", users: ["everybody"] })).status).toBe(422);
    expect((await send({ action: "destroy", users: [admin.personId] })).status).toBe(422);
    expect((await send({ action: "delete", users: Array(201).fill(admin.personId) })).status).toBe(422);
  });
});

describe("the export of somebody", () => {
  it("holds what is theirs, after a factor was given again, and is written down", async () => {
    const person = await signInAs(server, { email: "takes@example.org" });
    await person.upload([{ name: "newt.md", content: "# Newt\n\nIt lives in the pond.\n" }]);
    const path = `/api/admin/users/${person.personId}/export`;
    const tired = await signInAs(server, { email: "root@example.org", role: "admin", elevated: false });
    expect((await tired.get(path)).json()).toMatchObject({ needs: "elevation" });
    const archive = await admin.get(path);
    expect(archive.headers["content-type"]).toBe("application/zip");
    expect(archive.bytes.includes("documents/upload/newt.md")).toBe(true);
    expect((await eventsOf("person.exported"))[0]).toMatchObject({
      target: person.personId,
      account: "root@example.org",
    });
    expect((await admin.get("/api/admin/users/00000000-0000-4000-8000-000000000000/export")).status).toBe(404);
  });
});

describe("an invitation", () => {
  it("is a link to hand over, lets in once, and needs no mail", async () => {
    const made = await admin.send("POST", "/api/admin/users", { email: " New.Person@Example.ORG ", role: "user" });
    expect(made.json()).toMatchObject({ email: "new.person@example.org" });
    expect(await userOf("new.person@example.org")).toMatchObject({ state: "invited", sessions: 0 });
    const token = new URL(made.json().link).searchParams.get("token");
    const used = await makeClient(server.url, { "sec-fetch-site": "same-origin" }).send("POST", "/auth/magic/use", {
      token,
    });
    expect(used.json()).toMatchObject({ status: "signed-in" });
    expect(await userOf("new.person@example.org")).toMatchObject({ state: "active" });
    expect((await admin.send("POST", "/api/admin/users", { email: "new.person@example.org" })).status).toBe(409);
  });
});
