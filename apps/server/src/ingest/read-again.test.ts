import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { parserVersion } from "@khoj/text";
import { afterAll, beforeAll, expect, it } from "vitest";
import { officeSamples } from "../../../../packages/text/src/testing/office-samples.ts";
import { startTestServer } from "../testing/start-test-server.ts";

let database: TestDatabase;
let dataDirectory: string;
beforeAll(async () => {
  database = await openTestDatabase();
  dataDirectory = await mkdtemp(path.join(tmpdir(), "khoj-data-"));
});
afterAll(async () => {
  await database.drop();
  await rm(dataDirectory, { recursive: true, force: true });
});

it("what an older version of the parsers read is read again after an upgrade, by itself and once", async () => {
  const before = await startTestServer({ database, dataDirectory });
  const samples = officeSamples().slice(0, 3);
  await before.upload(samples.map(({ name, content }) => ({ name, content, type: "application/octet-stream" })));
  await before.stop();
  const owner = await database.owner();
  await owner.query("SELECT set_config('khoj.spaces', (SELECT string_agg(id::text, ',') FROM spaces), false)");
  await owner.query("UPDATE originals SET parser_version = $1", [parserVersion - 1]);
  await owner.query("UPDATE documents SET title = 'as an older version read it'");

  const after = await startTestServer({ database, dataDirectory });
  const older = async () =>
    (await owner.query("SELECT 1 FROM originals WHERE parser_version < $1", [parserVersion])).rowCount;
  await expect.poll(older, { timeout: 60_000, interval: 100 }).toBe(0);
  const { rows } = await owner.query("SELECT file_name, title, version, state FROM documents ORDER BY file_name");
  expect(rows).toEqual([
    { file_name: "plan.docx", title: "The lighthouse", version: 2, state: "indexed" },
    { file_name: "roof.odt", title: "Roof", version: 2, state: "indexed" },
    { file_name: "talk.pptx", title: "Boats", version: 2, state: "indexed" },
  ]);
  const hits = (await after.get("/api/search?q=bilbyarchive")).json();
  expect(hits.map((hit: { additional: { file: string } }) => hit.additional.file)).toEqual(["plan.docx"]);
  await after.stop();
});
