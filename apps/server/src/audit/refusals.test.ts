import { afterAll, beforeAll, expect, it } from "vitest";
import { signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
});
afterAll(() => server.stop());

it("keeps that somebody asked for what they may not do: once a minute, with the route and nothing that was put in it", async () => {
  const eve = await signInAs(server, { email: "eve@example.org" });
  for (let time = 0; time < 5; time++) await eve.get("/api/admin/users?q=anna@example.org");
  const rows = async () =>
    server.database.database.statement<{ target: string }>(
      "SELECT target, person_id, facts, outcome FROM events WHERE kind = 'access.refused'",
    );
  while ((await rows()).length === 0) await eve.get("/api/health");
  expect(await rows()).toEqual([
    { target: "GET /api/admin/users", person_id: eve.personId, facts: { needs: "scope" }, outcome: "refused" },
  ]);
});
