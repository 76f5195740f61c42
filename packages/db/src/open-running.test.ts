import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type OpenedDatabase, openDatabase } from "./open-database.ts";
import { openRunning } from "./open-running.ts";
import { openPool } from "./pool-database.ts";
import { makeDataDirectory } from "./testing/data-directory.ts";

let place: Awaited<ReturnType<typeof makeDataDirectory>>;
let opened: OpenedDatabase;

beforeAll(async () => {
  place = await makeDataDirectory();
  opened = await openDatabase({ directory: place.directory });
});
afterAll(async () => {
  await opened.close();
  await place.remove();
});

it("reaches the database of a running server beside it, hears and is heard, and leaves it running", async () => {
  const beside = await openRunning(place.directory);
  const heard: string[] = [];
  const listening = await opened.database.listen("khoj_test", { heard: (text) => heard.push(text), gap() {} });
  const role = await beside.database.transaction(async (sql) => {
    await sql.query("SELECT pg_notify('khoj_test', 'from beside')");
    return sql.query("SELECT current_user AS name");
  });
  expect(role).toEqual([{ name: "khoj_server" }]);
  await expect.poll(() => heard).toEqual(["from beside"]);
  await beside.close();
  await listening.stop();
  await opened.database.ping(5000);
});

it("refuses a database of another version, and one that does not run", async () => {
  const { connection } = opened.database;
  const { owner } = JSON.parse(await readFile(`${place.directory}/pg/passwords.json`, "utf8"));
  const asOwner = openPool({ ...connection, user: "khoj_owner", password: owner });
  await asOwner.statement("INSERT INTO migrations (number, name, checksum) VALUES (999, 'later', '')");
  await expect(openRunning(place.directory)).rejects.toThrow(/another version of Khoj \(schema step 999/);
  await asOwner.statement("DELETE FROM migrations WHERE number = 999");
  await asOwner.close();
  await opened.close();
  await expect(openRunning(place.directory)).rejects.toThrow(/not ready/);
  opened = await openDatabase({ directory: place.directory });
});
