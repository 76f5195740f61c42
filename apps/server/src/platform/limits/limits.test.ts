import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Limits } from "./limits.ts";
import { openLimits } from "./open-limits.ts";

let test: TestDatabase;
let limits: Limits;
beforeAll(async () => {
  test = await openTestDatabase();
  limits = openLimits(test.database);
});
afterAll(() => test.drop());

const rule = { name: "tries", most: 5, seconds: 86_400 };

it("lets as many pass as it says, of fifty at the same moment", async () => {
  const taken = await Promise.all(Array.from({ length: 50 }, () => limits.take(rule, "at once")));
  expect(taken.filter(Boolean)).toHaveLength(5);
});

it("counts each subject and each rule apart", async () => {
  for (let time = 0; time < 5; time++) await limits.take(rule, "one");
  expect(await limits.take(rule, "one")).toBe(false);
  expect(await limits.take(rule, "other")).toBe(true);
  expect(await limits.take({ ...rule, name: "asks" }, "one")).toBe(true);
});

it("looks without counting, and forgets what it is told to", async () => {
  for (let time = 0; time < 4; time++) await limits.take(rule, "looked at");
  expect(await limits.hasRoom(rule, "looked at")).toBe(true);
  expect(await limits.hasRoom(rule, "looked at")).toBe(true);
  await limits.take(rule, "looked at");
  expect(await limits.hasRoom(rule, "looked at")).toBe(false);
  await limits.clear(rule, "looked at");
  expect(await limits.hasRoom(rule, "looked at")).toBe(true);
});
