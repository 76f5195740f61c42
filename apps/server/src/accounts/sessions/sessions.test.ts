import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSocket } from "../../chat/testing/open-socket.ts";
import { hashToken, makeToken } from "../../platform/secrets/token.ts";
import { makeSignInLink } from "../../signin/index.ts";
import { type Answer, makeClient } from "../../testing/client.ts";
import { type SignedInClient, signInAs } from "../../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { deleteSession, rotateSession, selectPersonByEmail, setCookie } from "../index.ts";

let server: TestServer;
let owner: Awaited<ReturnType<TestServer["database"]["owner"]>>;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  owner = await server.database.owner();
});
afterAll(() => server.stop());

const anna = { email: "anna@example.org" };
/** Moves the moments of a session, as time would. */
async function changeSession(one: SignedInClient, set: string): Promise<void> {
  await owner.query(`UPDATE sessions SET ${set} WHERE id = $1`, [one.sessionId]);
  await owner.query("SELECT pg_notify('khoj_access', $1)", [`changed credential ${one.sessionId}`]);
}
const whoIs = (client: { get: SignedInClient["get"] }) => client.get("/api/v1/user").then(({ status }) => status);

describe("a session", () => {
  it("is somebody: their own name, and nobody without it", async () => {
    const client = await signInAs(server, anna);
    expect((await client.get("/api/v1/user")).json()).toMatchObject({ email: "anna@example.org", is_active: true });
    expect((await server.get("/api/v1/user")).status).toBe(403);
  });

  it.each([
    ["altered", (cookie: string) => `${cookie.slice(0, -1)}${cookie.endsWith("A") ? "B" : "A"}`],
    ["cut", (cookie: string) => cookie.slice(0, -1)],
    ["made longer", (cookie: string) => `${cookie}A`],
    ["empty", (cookie: string) => `${cookie.split("=")[0]}=`],
    ["chosen by somebody else", (cookie: string) => `${cookie.split("=")[0]}=${makeToken().token}`],
    ["of another instance", (cookie: string) => cookie.replace(/khoj-\w+=/, "khoj-0badc0de=")],
    ["of an https page", (cookie: string) => `__Host-${cookie}`],
    [
      "the hash that is kept",
      (cookie: string) => `${cookie.split("=")[0]}=${hashToken(cookie.split("=")[1] ?? "").toString("base64url")}`,
    ],
  ])("is nobody's when the cookie is %s", async (_, change) => {
    const { cookie } = await signInAs(server, anna);
    expect(await whoIs(makeClient(server.url, { cookie }))).toBe(200);
    expect(await whoIs(makeClient(server.url, { cookie: change(cookie) }))).toBe(403);
  });

  it("is kept as a hash alone", async () => {
    const { cookie } = await signInAs(server, anna);
    const { rows } = await owner.query("SELECT session::text AS row FROM sessions session");
    const token = cookie.split("=")[1] ?? "";
    expect(rows.length).toBeGreaterThan(0);
    const asHex = Buffer.from(token, "base64url").toString("hex");
    expect(rows.filter(({ row }) => row.includes(token) || row.includes(asHex))).toEqual([]);
  });

  it("is dead when it was signed out, also for who kept the cookie", async () => {
    const client = await signInAs(server, anna);
    await server.database.database.transaction((sql) => deleteSession(sql, client.sessionId));
    await expect.poll(() => whoIs(client)).toBe(403);
    expect((await client.get("/api/v1/user")).json().reason).toContain("sign in again");
  });
});

describe("a session's time", () => {
  it("ends after it was idle, and starts anew with each use", async () => {
    const client = await signInAs(server, anna);
    await changeSession(client, "used_at = now() - interval '23 hours'");
    expect(await whoIs(client)).toBe(200);
    const { rows } = await owner.query(
      "SELECT used_at > now() - interval '1 minute' AS fresh FROM sessions WHERE id = $1",
      [client.sessionId],
    );
    expect(rows).toEqual([{ fresh: true }]);
    await changeSession(client, "used_at = now() - interval '25 hours'");
    await expect.poll(() => whoIs(client)).toBe(403);
  });

  it("ends for good at its last day, however much it is used", async () => {
    const client = await signInAs(server, anna);
    await changeSession(client, "used_at = now(), expires_at = now() - interval '1 second'");
    await expect.poll(() => whoIs(client)).toBe(403);
  });

  it("lets dangerous acts pass for a while only", async () => {
    const root = await signInAs(server, { email: "root@example.org", role: "admin" });
    const elevated = async () => (await root.get("/api/account/profile")).json().elevated;
    expect(await elevated()).toBe(true);
    await changeSession(root, "elevated_until = now() - interval '1 second'");
    await expect.poll(elevated).toBe(false);
  });
});

/** Signs in by a link that an administrator made, as a browser that sends `cookie` does. */
async function signInByLink(email: string, cookie?: string) {
  const { address } = await server.database.database.transaction(async (sql) => {
    const person = await selectPersonByEmail(sql, email);
    const asked = { personId: person?.id ?? "", purpose: "sign-in", admits: false, origin: server.url } as const;
    return makeSignInLink(sql, asked);
  });
  const token = new URL(address).searchParams.get("token");
  return server.send("POST", "/auth/magic/use", { token }, cookie === undefined ? {} : { cookie });
}
const sessionOf = ({ headers }: Answer): string =>
  (headers["set-cookie"] ?? []).find((one) => one.startsWith(`khoj-${server.instance}=`))?.split(";")[0] ?? "";

describe("a sign-in", () => {
  it("makes a session of its own, whatever the browser brought, and ends the one that was there", async () => {
    const before = await signInAs(server, anna);
    const planted = before.cookie.replace(/=.*/, `=${makeToken().token}`);
    const fresh = sessionOf(await signInByLink("anna@example.org", planted));
    expect(fresh).not.toBe(planted);
    expect(await whoIs(makeClient(server.url, { cookie: planted }))).toBe(403);
    expect(await whoIs(before)).toBe(200);
    const next = sessionOf(await signInByLink("anna@example.org", before.cookie));
    await expect.poll(() => whoIs(before)).toBe(403);
    expect(await whoIs(makeClient(server.url, { cookie: next }))).toBe(200);
    expect(await whoIs(makeClient(server.url, { cookie: fresh }))).toBe(200);
  });

  it("gives a cookie that scripts and other sites do not get, for as long as the session can last", async () => {
    await signInAs(server, anna);
    const { headers } = await signInByLink("anna@example.org");
    const cookie = (headers["set-cookie"] ?? []).find((one) => one.startsWith(`khoj-${server.instance}=`));
    expect(cookie?.split("; ").slice(1).sort()).toEqual(["HttpOnly", "Max-Age=15552000", "Path=/", "SameSite=Lax"]);
    expect(setCookie("session", server.instance, "https", "x")).toMatch(/^__Host-khoj-\w+=x; .*Secure/);
  });

  it("lasts as long as an administrator set", async () => {
    await signInAs(server, anna);
    const { statement } = server.database.database;
    const times = { idle: 3600, absolute: 7200, elevation: 60 };
    await statement("INSERT INTO instance_settings VALUES ('session_times', $1::jsonb)", [JSON.stringify(times)]);
    await signInByLink("anna@example.org");
    const { rows } = await owner.query(
      `SELECT idle_seconds, extract(epoch FROM expires_at - made_at)::int AS lasts,
         extract(epoch FROM elevated_until - made_at)::int AS elevated FROM sessions ORDER BY made_at DESC LIMIT 1`,
    );
    expect(rows).toEqual([{ idle_seconds: 3600, lasts: 7200, elevated: 60 }]);
    await statement("DELETE FROM instance_settings WHERE name = 'session_times'");
  });
});

describe("a socket", () => {
  it("is closed at the next frame when its session has come to its end meanwhile", async () => {
    const client = await signInAs(server, anna);
    const socket = await openSocket(server.url, { cookie: client.cookie, origin: server.url });
    await changeSession(client, "expires_at = now() - interval '1 second'");
    await expect.poll(() => whoIs(client)).toBe(403);
    socket.send({ q: "Anybody there?", stream: true });
    expect(await socket.closed).toBe(1008);
    expect(socket.frames).toEqual([]);
  });
});

describe("sessions that are over", () => {
  it("are cleared away at a start", async () => {
    const idle = await signInAs(server, anna);
    const old = await signInAs(server, anna);
    const live = await signInAs(server, anna);
    await changeSession(idle, "used_at = now() - interval '2 days'");
    await changeSession(old, "expires_at = now()");
    const again = await startTestServer({ config: { anonymous: false }, database: server.database });
    const { rows } = await owner.query("SELECT id FROM sessions WHERE id = ANY($1)", [
      [idle.sessionId, old.sessionId, live.sessionId],
    ]);
    expect(rows).toEqual([{ id: live.sessionId }]);
    await again.stop();
  });
});

describe("a new token for a session", () => {
  it("ends the old one with the commit", async () => {
    const client = await signInAs(server, anna);
    expect(await whoIs(client)).toBe(200);
    const { token, hash } = makeToken();
    await server.database.database.transaction(async (sql) => {
      await rotateSession(sql, client.sessionId, {
        tokenHash: hash,
        method: "totp",
        strong: true,
        elevatedSeconds: 300,
      });
      await sql.query("SELECT pg_notify('khoj_access', $1)", [`changed credential ${client.sessionId}`]);
    });
    await expect.poll(() => whoIs(client)).toBe(403);
    const cookie = setCookie("session", server.instance, "http", token).split(";")[0] ?? "";
    expect(await whoIs(makeClient(server.url, { cookie }))).toBe(200);
  });
});
