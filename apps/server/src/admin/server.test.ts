import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeClient } from "../testing/client.ts";
import { type SignedInClient, signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer, testAccess } from "../testing/start-test-server.ts";

let server: TestServer;
let admin: SignedInClient;
let tired: SignedInClient;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  admin = await signInAs(server, { email: "root@example.org", role: "admin" });
  tired = await signInAs(server, { email: "root@example.org", role: "admin", elevated: false });
});
afterAll(() => server.stop());

const read = async (path: string) => (await admin.get(path)).json();
const methodOf = async (name: string) =>
  (await read("/api/admin/methods")).methods.find(({ method }: { method: string }) => method === name);
const options = async () => (await server.get("/auth/options")).json();

describe("what changes the server", () => {
  it("asks for a factor first", async () => {
    const changes = [
      ["PUT", "/api/admin/mail", { way: null }],
      ["PATCH", "/api/admin/settings", { sign_up: "open" }],
      ["PATCH", "/api/admin/methods/password", { on: false }],
      ["POST", "/api/admin/clients", { name: "x", scopes: ["read"] }],
    ] as const;
    for (const [verb, path, body] of changes)
      expect((await tired.send(verb, path, body)).json(), path).toMatchObject({ needs: "elevation" });
  });
});

describe("mail", () => {
  it("is set with a secret that no answer ever holds, and a test says which step failed", async () => {
    const secret = "hunter2-hunter2";
    const set = await admin.send("PUT", "/api/admin/mail", {
      way: "smtp",
      from: "Khoj <khoj@example.org>",
      smtp_url: `smtp://mailer:${secret}@127.0.0.1:9`,
    });
    expect(set.json()).toMatchObject({ way: "smtp", from: "Khoj <khoj@example.org>", set_by: "panel" });
    expect(set.text + (await admin.get("/api/admin/mail")).text).not.toContain(secret);
    const report = (await admin.send("POST", "/api/admin/mail/test", { to: "ann@example.org" })).json();
    expect(report.ok).toBe(false);
    expect(report.steps.at(-1)).toMatchObject({ ok: false });
    expect(JSON.stringify(report)).not.toContain(secret);
    const { events } = await read("/api/admin/events?kind=settings.mail-changed");
    expect(events[0].facts).toMatchObject({ way: "smtp", secret_changed: true });
    expect((await admin.send("PUT", "/api/admin/mail", { way: "smtp", from: "not a sender" })).status).toBe(400);
    expect((await admin.send("PUT", "/api/admin/mail", { way: null })).json()).toMatchObject({ way: null });
  });
});

describe("settings", () => {
  it("of sign-up and sessions are changed, kept as an event, and refused where they make no sense", async () => {
    const changed = await admin.send("PATCH", "/api/admin/settings", {
      sign_up: "domains",
      sign_up_domains: ["@Example.ORG", "bücher.example"],
      session_idle_days: 7,
    });
    expect(changed.json()).toMatchObject({
      sign_up: "domains",
      sign_up_domains: ["example.org", "xn--bcher-kva.example"],
      session_idle_days: 7,
      session_absolute_days: 180,
      sign_up_set_by: "panel",
    });
    expect(await options()).toMatchObject({ sign_up: "domains" });
    const refused = [{ sign_up_domains: ["nowhere"] }, { sign_up_domains: [] }, { session_idle_days: 200 }];
    for (const body of refused) expect((await admin.send("PATCH", "/api/admin/settings", body)).status).toBe(400);
    expect((await admin.send("PATCH", "/api/admin/settings", { sign_up: "free" })).status).toBe(422);
    expect((await read("/api/admin/events?kind=settings.changed")).total).toBe(1);
  });

  it("that the environment gives cannot be changed here", async () => {
    const given = await startTestServer({
      config: { anonymous: false, access: { ...testAccess, signUp: "invite" } },
      database: server.database,
    });
    const there = await signInAs(given, { email: "root@example.org", role: "admin" });
    expect((await there.get("/api/admin/settings")).json()).toMatchObject({
      sign_up: "invite",
      sign_up_set_by: "environment",
    });
    expect((await there.send("PATCH", "/api/admin/settings", { sign_up: "open" })).status).toBe(409);
    await given.stop();
  });
});

describe("sign-in methods", () => {
  it("are switched off and on, and what is off is gone from the sign-in page", async () => {
    expect((await options()).methods).toContain("password");
    await admin.send("PATCH", "/api/admin/methods/password", { on: false });
    expect((await options()).methods).not.toContain("password");
    expect(await methodOf("password")).toMatchObject({ on: false });
    await admin.send("PATCH", "/api/admin/methods/password", { on: true });
    expect((await options()).methods).toContain("password");
  });

  it("keep the last way in of the administrators", async () => {
    const off = await admin.send("PATCH", "/api/admin/methods/link", { on: false });
    expect(off.status).toBe(409);
    expect(off.json().detail).toContain("No administrator could come in");
    expect((await options()).methods).toContain("link");
  });

  it("show what to paste at Google, take its id and secret, and never give the secret back", async () => {
    const google = await methodOf("google");
    expect(google).toMatchObject({ origin: server.url, redirect_uri: `${server.url}/auth/redirect`, ready: false });
    const secret = "GOCSPX-not-a-real-secret";
    const set = await admin.send("PATCH", "/api/admin/methods/google", { client_id: "id.apps", client_secret: secret });
    expect(await methodOf("google")).toMatchObject({ client_id: "id.apps", secret_set: true, ready: true });
    expect(set.text + (await admin.get("/api/admin/events")).text).not.toContain(secret);
    expect((await options()).methods).toContain("google");
  });

  it("say what would happen if somebody came with these claims, and do nothing", async () => {
    const before = (await read("/api/admin/users")).total;
    const claims = { email: "new@example.org", email_verified: true, groups: ["staff"] };
    const answer = (await admin.send("POST", "/api/admin/methods/oidc/dry-run", { claims })).json();
    expect(answer.what[0]).toContain("new@example.org");
    expect((await read("/api/admin/users")).total).toBe(before);
  });

  it("are tested step by step", async () => {
    const report = (await admin.send("POST", "/api/admin/methods/password/test", {})).json();
    expect(report).toMatchObject({ ok: true });
    const link = (await admin.send("POST", "/api/admin/methods/link/test", {})).json();
    expect(link.steps.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, false]);
  });
});

describe("limits", () => {
  it("show who is at one, and are cleared", async () => {
    const stranger = makeClient(server.url, { "sec-fetch-site": "same-origin" });
    for (let one = 0; one < 61; one++) await stranger.send("POST", "/auth/magic", { email: `x${one}@example.org` });
    expect((await stranger.send("POST", "/auth/magic", { email: "y@example.org" })).status).toBe(429);
    const rule = (await read("/api/admin/limits")).rules.find(
      ({ name }: { name: string }) => name === "link-asks-of-network",
    );
    expect(rule.reached).toMatchObject([{ subject: "127.0.0.0/24" }]);
    await admin.send("POST", "/api/admin/limits/clear", { name: rule.name, subject: rule.reached[0].subject });
    expect((await stranger.send("POST", "/auth/magic", { email: "z@example.org" })).status).toBe(200);
  });
});
