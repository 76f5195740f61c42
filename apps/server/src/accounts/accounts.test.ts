import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openAccounts } from "./index.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.drop());

it("makes one person with one space, however many starts there are, even two at once", async () => {
  await Promise.all([openAccounts(test.database), openAccounts(test.database)]);
  const { identify } = await openAccounts(test.database);
  const person = await identify({ headers: {}, query: {} });
  const owner = await test.owner();
  const { rows } = await owner.query(
    "SELECT count(*)::int AS people, (SELECT count(*)::int FROM spaces) AS spaces FROM people",
  );
  expect(rows).toEqual([{ people: 1, spaces: 1 }]);
  expect(person).toMatchObject({ email: "default@example.com", spaces: [{ id: person?.home, role: "owner" }] });
});
