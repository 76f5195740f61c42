import { openTestDatabase } from "@khoj/db/testing";
import { expect, it } from "vitest";
import type { Logger } from "../../platform/log.ts";
import { startTestServer, testModels } from "../../testing/start-test-server.ts";

const one = { openai: { key: "sk-key-of-the-first-node", baseUrl: "http://127.0.0.1:9/v1" } };
const other = { openai: { key: "sk-key-of-the-other-node", baseUrl: "http://127.0.0.1:10/v1" } };

it("of two nodes whose environments differ one is taken, and the other names what it does not use, without values", async () => {
  const database = await openTestDatabase();
  const lines: string[] = [];
  const tell = (facts: object, line = ""): void => void lines.push(`${line} ${JSON.stringify(facts)}`);
  const log: Logger = { debug: tell, info: tell, warn: tell, error: tell };
  const start = (models: object) =>
    startTestServer({ database, log, config: { models: { ...testModels, ...models } } });
  const unused = () => lines.filter((line) => line.startsWith("Not used:")).join("\n");
  const first = await start(one);
  expect(unused()).toBe("");
  const second = await start(other);
  const { providers } = (await second.get("/api/admin/providers")).json();
  expect(providers).toMatchObject([{ base_url: one.openai.baseUrl, key_hint: "…node", set_by: "environment" }]);
  expect(unused()).toContain("OPENAI_BASE_URL, OPENAI_API_KEY. ");
  expect(unused()).not.toMatch(/sk-key|127\.0\.0\.1/);
  await second.stop();
  await first.stop();

  // Who starts anew with what was taken has nothing to be told.
  lines.length = 0;
  const again = await start(one);
  expect(unused()).toBe("");
  await again.stop();
  await database.drop();
});
