import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openAudit } from "../audit/index.ts";
import { LiveConnections } from "../platform/live-connections.ts";
import { silentLog } from "../platform/log.ts";
import { openAccounts } from "./index.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.drop());

it("makes one person with one space, however many starts there are, even two at once", async () => {
  const open = () =>
    openAccounts({
      database: test.database,
      live: new LiveConnections(),
      anonymous: true,
      events: openAudit(test.database),
      environment: "production",
      log: silentLog,
      mailer: undefined,
    });
  const opened = await Promise.all([open(), open()]);
  const { actor: person } = await opened[0].identify({
    headers: {},
    query: {},
    route: "/",
    scheme: "http",
    origin: "http://localhost",
    from: { address: "127.0.0.1", agent: undefined, requestId: "" },
  });
  await Promise.all(opened.map(({ stop }) => stop()));
  const owner = await test.owner();
  const { rows } = await owner.query(
    "SELECT count(*)::int AS people, (SELECT count(*)::int FROM spaces) AS spaces FROM people",
  );
  expect(rows).toEqual([{ people: 1, spaces: 1 }]);
  expect(person).toMatchObject({ email: "default@example.com", spaces: [{ id: person?.home, role: "owner" }] });
});
