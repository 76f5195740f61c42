import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeClient } from "../testing/client.ts";
import { type SignedInClient, signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
let admin: SignedInClient;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  admin = await signInAs(server, { email: "root@example.org", role: "admin" });
});
afterAll(() => server.stop());

const read = async (path: string) => (await admin.get(path)).json();

describe("sessions", () => {
  it("are listed with whose they are, and one is ended at once", async () => {
    const person = await signInAs(server, { email: "dora@example.org" });
    const { sessions } = await read("/api/admin/sessions?q=dora");
    expect(sessions).toMatchObject([
      { id: person.sessionId, email: "dora@example.org", current: false, strong: false },
    ]);
    expect((await person.get("/api/v1/user")).status).toBe(200);
    expect((await admin.request("DELETE", `/api/admin/sessions/${person.sessionId}`)).status).toBe(200);
    expect((await person.get("/api/v1/user")).status).toBe(403);
    expect((await admin.request("DELETE", `/api/admin/sessions/${person.sessionId}`)).status).toBe(404);
    const { events } = await read(`/api/admin/events?kind=session.ended`);
    expect(events[0]).toMatchObject({ outcome: "done", account: "root@example.org", target: person.sessionId });
  });

  it("never show a token or its hash", async () => {
    expect(Object.keys((await read("/api/admin/sessions")).sessions[0]).sort()).toEqual(
      [
        "address",
        "agent",
        "current",
        "email",
        "expires_at",
        "id",
        "made_at",
        "methods",
        "strong",
        "used_at",
        "user",
      ].sort(),
    );
  });
});

describe("keys", () => {
  it("of everybody are listed masked, filtered, and revoked at once", async () => {
    const person = await signInAs(server, { email: "karl@example.org" });
    const made = (await person.send("POST", "/api/account/keys", { name: "Laptop" })).json();
    const withKey = makeClient(server.url, { authorization: `Bearer ${made.key}` });
    expect((await withKey.get("/api/v1/user")).status).toBe(200);
    const listed = await admin.get("/api/admin/keys?q=karl&state=active");
    expect(listed.json()).toMatchObject({
      total: 1,
      keys: [{ name: "Laptop", email: "karl@example.org", state: "active" }],
    });
    expect(listed.text).not.toContain(made.key);
    expect((await admin.request("DELETE", `/api/admin/keys/${made.id}`)).status).toBe(200);
    expect((await withKey.get("/api/v1/user")).status).toBe(403);
    expect(await read("/api/admin/keys?q=karl&state=active")).toMatchObject({ total: 0 });
    expect(await read("/api/admin/keys?q=karl&state=revoked")).toMatchObject({ total: 1 });
  });
});

describe("client applications", () => {
  it("are made with a secret that is shown once, and end at once", async () => {
    const made = await admin.send("POST", "/api/admin/clients", { name: "WhatsApp bridge", scopes: ["read", "chat"] });
    expect(made.status).toBe(201);
    const { id, client_secret } = made.json();
    const listed = await admin.get("/api/admin/clients");
    expect(listed.json().clients).toMatchObject([{ id, name: "WhatsApp bridge", scopes: ["read", "chat"] }]);
    expect(listed.text).not.toContain(client_secret);
    expect((await admin.send("POST", "/api/admin/clients", { name: "Root", scopes: ["admin"] })).status).toBe(422);
    expect((await admin.send("POST", `/api/admin/clients/${id}/rotate`, {})).json().client_secret).not.toBe(
      client_secret,
    );
    expect((await admin.request("DELETE", `/api/admin/clients/${id}`)).status).toBe(200);
    expect(await read("/api/admin/clients")).toEqual({ clients: [] });
  });
});

describe("spaces", () => {
  it("are listed with owner, members and how much they hold, not with what they hold", async () => {
    const person = await signInAs(server, { email: "emil@example.org" });
    await person.upload([{ name: "secret plan.md", content: "# Plan\n\nNobody knows.\n" }]);
    await person.send("POST", "/api/spaces", { name: "Choir" });
    const shared = await admin.get("/api/admin/spaces?kind=shared");
    expect(shared.json().spaces).toMatchObject([
      { name: "Choir", owner: "emil@example.org", members: 1, documents: 0 },
    ]);
    const own = await admin.get("/api/admin/spaces?q=emil&kind=personal");
    expect(own.json().spaces).toMatchObject([{ documents: 1 }]);
    expect(own.text).not.toContain("plan");
  });
});

describe("events", () => {
  it("are searched, and exported as JSON lines after a factor was given again", async () => {
    const tired = await signInAs(server, { email: "root@example.org", role: "admin", elevated: false });
    const refused = await tired.get("/api/admin/events/export");
    expect(refused.json()).toMatchObject({ needs: "elevation" });
    const lines = (await admin.get("/api/admin/events/export?kind=session")).text.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).kind)).toContain("session.ended");
    expect(await read("/api/admin/events/failed-sign-ins?days=7")).toMatchObject({ by_account: [], by_network: [] });
  });
});

describe("networks of administrators", () => {
  it("are the only ones the panel's routes answer to", async () => {
    const far = await startTestServer({
      config: { anonymous: false, adminNetworks: ["192.0.2.0/24"] },
      database: server.database,
    });
    const there = await signInAs(far, { email: "root@example.org", role: "admin" });
    expect((await there.get("/api/admin/users")).status).toBe(404);
    await far.stop();
  });
});
