import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { checkLibrary, openRows } from "./check-library.ts";
import { type Khoj, startKhoj, withHome } from "./khoj.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import type { Report } from "./report.ts";

/**
 * Clocks set back, by faketime's library in the server alone: its database keeps nothing of its environment. For the
 * database's clock, all it ever wrote down is put a year ahead, which is how the past looks to a clock set back.
 */
export async function clock(report: Report): Promise<void> {
  const library = findLibrary();
  if (library === undefined) return report.notRun("a clock set back", "faketime is missing (Debian package faketime)");
  await withHome(async (home) => {
    const data = `${home}/data`;
    const offset = `${home}/clock`;
    const environment = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: offset,
      FAKETIME_CACHE_DURATION: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    };
    const ledger = openLedger();
    await report.show("the server's clock jumps back by an hour while it runs", async () => {
      await writeFile(offset, "+0");
      const khoj = await startKhoj({ data, environment });
      const id = await startConversation(khoj);
      await write(khoj, ledger, 3);
      await writeFile(offset, "-3600");
      // faketime reads its file about once a second, and the server keeps the date of its answers as long.
      let hasMoved = false;
      for (let tries = 0; tries < 30 && !hasMoved; tries++) {
        await wait(500);
        hasMoved = Math.abs(Date.now() - 3_600_000 - (await serverTime(khoj))) < 60_000;
      }
      assert(hasMoved, "the server's clock did not move");
      return await goOn(khoj, ledger, id);
    });
    await report.show("a start with the server's clock a year behind", async () => {
      await writeFile(offset, "-31536000");
      const khoj = await startKhoj({ data, environment });
      return await goOn(khoj, ledger, await latestConversation(khoj));
    });
    await report.show("the database's clock a year behind what it wrote", async () => {
      const first = await startKhoj({ data });
      const id = await latestConversation(first);
      await putAhead(data);
      await first.stop();
      return await goOn(await startKhoj({ data }), ledger, id);
    });
  });
}

function findLibrary(): string | undefined {
  const folder = readdirSync("/usr/lib").find((name) => name.endsWith("-linux-gnu"));
  const file = `/usr/lib/${folder}/faketime/libfaketimeMT.so.1`;
  try {
    readdirSync(`/usr/lib/${folder}/faketime`);
    return file;
  } catch {
    return undefined;
  }
}

const serverTime = async (khoj: Khoj): Promise<number> =>
  Date.parse((await khoj.ask("GET", "/api/health")).headers.date ?? "");

/** Work goes on: notes are written and changed, a conversation continues, and everything is in its order. */
async function goOn(khoj: Khoj, ledger: Ledger, id: string): Promise<string> {
  const before = await messages(khoj, id);
  await write(khoj, ledger, 3);
  for (const question of questions) await say(khoj, { q: question, conversation_id: id });
  const after = await messages(khoj, id);
  assert.deepEqual(after.slice(0, before.length), before, "earlier messages moved");
  const asked = after.slice(before.length).filter((message) => message.startsWith("you: "));
  assert.deepEqual(
    asked,
    questions.map((question) => `you: ${question}`),
  );
  assert.equal(after.length, before.length + 2 * questions.length);
  const next = await startConversation(khoj);
  assert.notEqual(next, id, "a new conversation is not the latest");
  await say(khoj, { q: "And what now?" });
  assert.equal((await messages(khoj, next)).length, 4, "a question without a conversation went to an older one");
  const seen = await checkLibrary(khoj, ledger, ledger.names());
  assert.equal(await khoj.stop(), 0);
  return `${seen}; ${after.length} messages in the order they were said, the latest conversation first`;
}

let versions = 0;

/** The same few notes again, changed, and a new one. */
async function write(khoj: Khoj, ledger: Ledger, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    versions += 1;
    const own = `version${"abcdefghijklmnopqrst"[versions]}${"xyzuvw"[versions % 6]}`.repeat(2);
    const wanted = new Map(
      ["changing.md", `new-${versions}.md`].map((name, at) => [name, `# Note ${own}${at}\n\nText.\n`]),
    );
    const parts = [...wanted].map(([name, text]) => ({ name, bytes: Buffer.from(text), type: "text/markdown" }));
    const isTaken = await ledger.change(wanted, async () => (await khoj.upload(parts)).status === 200);
    assert(isTaken, "an upload was not taken");
  }
}

const questions = ["Which version is there?", "And which came after it?", "What is new?"];

async function say(khoj: Khoj, body: object): Promise<void> {
  const answer = await khoj.ask("POST", "/api/chat", { body: JSON.stringify({ ...body, stream: false }) });
  assert.equal(answer.status, 200, answer.text);
}

async function startConversation(khoj: Khoj): Promise<string> {
  await say(khoj, { q: "Which notes are there?", create_new: true });
  return latestConversation(khoj);
}

async function latestConversation(khoj: Khoj): Promise<string> {
  const sessions = await khoj.ask("GET", "/api/chat/sessions");
  return sessions.json<readonly { conversation_id: string }[]>()[0]?.conversation_id ?? "";
}

async function messages(khoj: Khoj, id: string): Promise<readonly string[]> {
  const history = await khoj.ask("GET", `/api/chat/history?conversation_id=${id}`);
  const { response } = history.json<{ response: { chat: readonly { by: string; message: string }[] } }>();
  return response.chat.map(({ by, message }) => `${by}: ${message}`);
}

async function putAhead(data: string): Promise<void> {
  const database = openRows(data);
  try {
    await database.transaction(async (sql) => {
      const columns = await sql.query<{ table_name: string; column_name: string }>(
        `SELECT c.table_name, c.column_name FROM information_schema.columns c
         JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'khoj' AND t.table_type = 'BASE TABLE' AND c.data_type = 'timestamp with time zone'`,
      );
      for (const { table_name: table, column_name: column } of columns)
        await sql.execute(`UPDATE ${table} SET ${column} = ${column} + interval '1 year'`);
    });
  } finally {
    await database.close();
  }
}
