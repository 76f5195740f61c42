import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openAudit } from "../../audit/index.ts";
import { LiveConnections } from "../../platform/live-connections.ts";
import { silentLog } from "../../platform/log.ts";
import { addPerson, createKey, openAccounts } from "../index.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.drop());

interface Sent {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** One start of a server: it looks for keys that end soon at once, and each hour. */
async function start(sent: Sent[], fails = false) {
  const accounts = await openAccounts({
    database: test.database,
    live: new LiveConnections(),
    anonymous: false,
    events: openAudit(test.database),
    environment: "production",
    log: silentLog,
    mailer: {
      way: async () => "smtp",
      send: async (mail) => {
        if (fails) throw new Error("the mail server is away");
        sent.push(mail);
      },
    },
  });
  await accounts.start();
  await accounts.stop();
  return accounts;
}

it("tells a key's person at 14 and at 3 days, once each, however many servers there are", async () => {
  const { database } = test;
  const sent: Sent[] = [];
  const deps = {
    database,
    events: openAudit(database),
    environment: "production" as const,
    changeMany: (await start([])).changeMany,
  };
  const personId = await database.transaction((sql) => addPerson(sql, { email: "ada@example.org", state: "active" }));
  const { id, key, shown } = await createKey(deps, personId, { name: "Obsidian" }, { via: "command-line" });
  const owner = await test.owner();
  const endIn = (days: number) =>
    owner.query("UPDATE api_keys SET expires_at = now() + $2 * interval '1 day' WHERE id = $1", [id, days]);

  await endIn(15);
  await start(sent);
  expect(sent).toEqual([]);
  await endIn(13);
  await Promise.all([start(sent), start(sent), start(sent)]);
  expect(sent).toEqual([
    expect.objectContaining({ to: "ada@example.org", subject: expect.stringContaining("Obsidian") }),
  ]);
  expect(sent[0]?.text).toContain(shown);
  expect(sent[0]?.text).not.toContain(key);
  await endIn(2);
  await start([], true);
  const accounts = await start(sent);
  expect(sent).toHaveLength(1);
  const { rows } = await owner.query(
    "SELECT facts->>'days' AS days FROM events WHERE kind = 'key.expiring' ORDER BY seq",
  );
  expect(rows).toEqual([{ days: "14" }, { days: "3" }]);
  expect((await accounts.keys.status()).warnings).toEqual([
    expect.stringMatching(/Obsidian .* of ada@example\.org expires on /),
  ]);
});
