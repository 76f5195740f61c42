import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeClient } from "../testing/client.ts";
import { signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { startSignInServer } from "./testing/sign-in-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
});
afterAll(() => server.stop());

describe("what the sign-in page offers", () => {
  it("is what needs nothing set up: a link, a password, a passkey", async () => {
    const answer = await server.get("/auth/options");
    expect(answer.json()).toMatchObject({ methods: ["link", "password", "passkey"], mail: false, sign_up: "closed" });
  });

  it("is in the status of the server, with what keeps links from being mailed", async () => {
    const admin = await signInAs(server, { email: "root@example.org", role: "admin" });
    const partOf = async (asked: TestServer) =>
      (await makeClient(asked.url, { cookie: admin.cookie }).get("/api/status"))
        .json()
        .parts.find(({ name }: { name: string }) => name === "sign-in");
    expect(await partOf(server)).toMatchObject({
      facts: { summary: "by link, password, passkey; no mail; sign-up closed" },
      warnings: [],
    });
    const listen = { named: "0.0.0.0", hosts: ["0.0.0.0"], port: 0 };
    const nameless = await startSignInServer({
      database: server.database,
      mailPort: 1,
      config: { listen, plainHttp: true },
    });
    expect(await partOf(nameless)).toMatchObject({ warnings: [expect.stringContaining("KHOJ_DOMAIN=")] });
    await nameless.stop();
  });

  it("does not exist where nobody signs in", async () => {
    const anonymous = await startTestServer({ database: server.database });
    expect((await anonymous.get("/auth/options")).status).toBe(404);
    await anonymous.stop();
  });
});
