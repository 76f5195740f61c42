import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

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

  it("does not exist where nobody signs in", async () => {
    const anonymous = await startTestServer({ database: server.database });
    expect((await anonymous.get("/auth/options")).status).toBe(404);
    await anonymous.stop();
  });
});
