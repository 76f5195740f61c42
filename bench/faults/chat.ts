import assert from "node:assert/strict";
import { request } from "node:http";
import { openRows } from "./check-library.ts";
import { eventually, type Khoj, startKhoj, withHome } from "./khoj.ts";
import { databaseOf } from "./processes.ts";
import type { Report } from "./report.ts";

interface Message {
  readonly by: string;
  readonly message: string;
  readonly turnId?: string;
}

const question = "How many puffins did the keeper count?";

/** A turn in whose middle the stream, the server or the database is lost. */
export async function chat(report: Report): Promise<void> {
  await withHome(async (home) => {
    const data = `${home}/data`;
    let khoj = await startKhoj({ data });
    const note = Buffer.from("# Lighthouse\n\nThe keeper counted 5403 puffins that summer.\n");
    assert.equal((await khoj.upload([{ name: "light.md", bytes: note, type: "text/markdown" }])).status, 200);
    await report.show("the client goes away at the first byte of the answer", async () => {
      const id = await newConversation(khoj);
      await askAndLeave(khoj, id, "turn-left");
      const chat = await eventually("the answer is kept", async () => complete(await history(khoj, id)));
      await sameAgain(khoj, id, "turn-left");
      return `kept nevertheless: "${chat[1]?.message.slice(0, 60)}…"; sent again with its id it stands once`;
    });
    await report.show("the server is killed in the middle of a turn", async () => {
      const id = await newConversation(khoj);
      await whileHeld(data, async () => {
        askAndLeave(khoj, id, "turn-killed").catch(() => {});
        await questionKept(khoj, id);
        await khoj.kill();
      });
      khoj = await startKhoj({ data });
      const chat = await history(khoj, id);
      assert.deepEqual(
        chat.map(({ by }) => by),
        ["you", "khoj"],
      );
      assert.match(chat[1]?.message ?? "", /interrupted/);
      await sameAgain(khoj, id, "turn-killed");
      return `the question stands with "${chat[1]?.message}"; sent again with its id it is answered and stands once`;
    });
    await report.show("the database is killed in the middle of a turn", async () => {
      const id = await newConversation(khoj);
      const answer = await whileHeld(data, async () => {
        const asked = say(khoj, id, "turn-database");
        await questionKept(khoj, id);
        process.kill(databaseOf(data), "SIGKILL");
        return asked;
      });
      assert.equal(answer.status, 200);
      const chat = await eventually("the question is shown again", async () => {
        const shown = await history(khoj, id);
        return shown.length > 0 ? shown : undefined;
      });
      assert.deepEqual(
        chat.map(({ by }) => by),
        ["you", "khoj"],
      );
      await sameAgain(khoj, id, "turn-database");
      return `answered "${answer.text.slice(0, 160)}"; kept: "${chat[1]?.message.slice(0, 120)}"`;
    });
    await khoj.stop();
  });
}

async function newConversation(khoj: Khoj): Promise<string> {
  const made = await khoj.ask("POST", "/api/chat/sessions", { body: "{}" });
  return made.json<{ conversation_id: string }>().conversation_id;
}

const body = (id: string, turn: string, stream: boolean): string =>
  JSON.stringify({ q: question, conversation_id: id, turn_id: turn, stream });

const say = (khoj: Khoj, id: string, turn: string) => khoj.ask("POST", "/api/chat", { body: body(id, turn, false) });

/** Reads the first piece of the stream and breaks the connection. */
function askAndLeave(khoj: Khoj, id: string, turn: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const outgoing = request(`${khoj.url}/api/chat`, { method: "POST", headers, agent: false }, (incoming) => {
      incoming.on("error", () => {});
      incoming.once("data", () => {
        outgoing.destroy();
        resolve();
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body(id, turn, true));
  });
}

async function history(khoj: Khoj, id: string): Promise<readonly Message[]> {
  const answer = await khoj.ask("GET", `/api/chat/history?conversation_id=${id}`);
  return answer.status === 200 ? (answer.json<{ response: { chat?: readonly Message[] } }>().response.chat ?? []) : [];
}

const complete = (chat: readonly Message[]): readonly Message[] | undefined =>
  chat[1]?.message.includes("5403") ? chat : undefined;

async function questionKept(khoj: Khoj, id: string): Promise<void> {
  await eventually("the question is kept", async () => ((await history(khoj, id)).length > 0 ? true : undefined));
}

/** A client that lost its answer sends the turn again: it must stand there once, answered. */
async function sameAgain(khoj: Khoj, id: string, turn: string): Promise<void> {
  assert.match((await say(khoj, id, turn)).text, /5403/);
  const chat = await history(khoj, id);
  assert.deepEqual(
    chat.map(({ by, message }) => `${by}: ${by === "you" ? message : message.includes("5403")}`),
    [`you: ${question}`, "khoj: true"],
  );
}

/** Holds the table of documents, so that a turn stays in its middle until `work` is done. */
async function whileHeld<Result>(data: string, work: () => Promise<Result>): Promise<Result> {
  const rows = openRows(data);
  let result: Promise<Result> | undefined;
  await rows
    .transaction(async (sql) => {
      await sql.execute("LOCK TABLE documents, chunks IN ACCESS EXCLUSIVE MODE");
      result = work();
      await result;
    })
    .catch(() => {});
  await rows.close();
  return (await result) as Result;
}
