import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signInAs } from "../../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
});
afterAll(() => server.stop());

describe("a session", () => {
  it("is somebody: their own name, and nobody without it", async () => {
    const anna = await signInAs(server, { email: "anna@example.org" });
    expect((await anna.get("/api/v1/user")).json()).toMatchObject({ email: "anna@example.org" });
    expect((await server.get("/api/v1/user")).status).toBe(403);
  });
});
