import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "./start-test-server.ts";

describe("the test server", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it("answers as the anonymous person", async () => {
    const answer = await server.get("/api/health?&client=emacs");
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ email: "default@example.com" });
  });
});
