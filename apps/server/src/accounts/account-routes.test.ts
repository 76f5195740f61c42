import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SignedInClient, signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
});
afterAll(() => server.stop());

const whoIs = (client: SignedInClient) => client.get("/api/v1/user").then(({ status }) => status);
const devicesOf = async (client: SignedInClient): Promise<{ id: string; current: boolean }[]> =>
  (await client.get("/api/account/devices")).json().devices;
const eventsOf = (kind: string) =>
  server.database.database.statement("SELECT account, target, facts FROM events WHERE kind = $1 ORDER BY seq", [kind]);

describe("one's own account", () => {
  it("has a name to be changed and taken away", async () => {
    const anna = await signInAs(server, { email: "anna@example.org" });
    const named = await anna.send("PATCH", "/api/account/profile", { name: "Anna Blume" });
    expect(named.json()).toMatchObject({ email: "anna@example.org", name: "Anna Blume", role: "user" });
    expect((await anna.get("/api/settings?detailed=true")).json()).toMatchObject({ given_name: "Anna Blume" });
    await anna.send("PATCH", "/api/account/profile", { name: null });
    expect((await anna.get("/api/account/profile")).json()).toMatchObject({ name: null, may_administer: false });
  });

  it("says whether the panel opens, and what is missing", async () => {
    const root = await signInAs(server, { email: "root@example.org", role: "admin" });
    expect((await root.get("/api/account/profile")).json()).toMatchObject({ may_administer: true, admin_needs: null });
    const weak = await signInAs(server, { email: "weak@example.org", role: "admin", strong: false });
    expect((await weak.get("/api/account/profile")).json()).toMatchObject({
      may_administer: false,
      admin_needs: expect.stringContaining("second factor"),
    });
  });

  it("is not there in anonymous mode", async () => {
    const anonymous = await startTestServer();
    const paths = ["/api/account/profile", "/api/account/devices", "/api/account/export"];
    const answers = await Promise.all(paths.map((path) => anonymous.get(path)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    await anonymous.stop();
  });
});

describe("the devices of a person", () => {
  it("are theirs alone, the current one marked", async () => {
    const [phone, laptop] = [
      await signInAs(server, { email: "bert@example.org" }),
      await signInAs(server, { email: "bert@example.org" }),
    ];
    const devices = await devicesOf(laptop);
    expect(devices.filter(({ current }) => current).map(({ id }) => id)).toEqual([laptop.sessionId]);
    expect(devices.map(({ id }) => id).sort()).toEqual([phone.sessionId, laptop.sessionId].sort());
  });

  it("are signed out one by one, at once, and nobody else's", async () => {
    const phone = await signInAs(server, { email: "cara@example.org" });
    const laptop = await signInAs(server, { email: "cara@example.org" });
    const stranger = await signInAs(server, { email: "dora@example.org" });
    expect(await whoIs(phone)).toBe(200);
    const foreign = await stranger.request("DELETE", `/api/account/devices/${phone.sessionId}`);
    expect([foreign.status, await whoIs(phone)]).toEqual([404, 200]);
    expect((await laptop.request("DELETE", `/api/account/devices/${phone.sessionId}`)).status).toBe(200);
    expect([await whoIs(phone), await whoIs(laptop)]).toEqual([403, 200]);
    expect((await laptop.request("DELETE", "/api/account/devices/nonsense")).status).toBe(404);
    expect(await eventsOf("session.ended")).toEqual([
      { account: "cara@example.org", target: phone.sessionId, facts: {} },
    ]);
  });

  it("are signed out all but this one, or this one too", async () => {
    const [phone, laptop] = [
      await signInAs(server, { email: "emil@example.org" }),
      await signInAs(server, { email: "emil@example.org" }),
    ];
    const other = await signInAs(server, { email: "dora@example.org" });
    expect((await laptop.request("DELETE", "/api/account/devices")).headers["set-cookie"]).toBeUndefined();
    expect([await whoIs(phone), await whoIs(laptop)]).toEqual([403, 200]);
    const last = await laptop.request("DELETE", "/api/account/devices?all=true");
    expect([last.status, last.headers["set-cookie"]]).toEqual([200, [expect.stringContaining("Max-Age=0")]]);
    expect([await whoIs(laptop), await whoIs(other)]).toEqual([403, 200]);
  });
});
