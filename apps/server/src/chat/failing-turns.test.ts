import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { askStreaming } from "./testing/ask.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.upload([{ name: "light.md", content: "# Lighthouse\n\nThe keeper counted 5403 puffins.\n" }]);
});
afterAll(() => server?.stop());

/** Runs `work` while the database refuses something, and mends it afterwards. */
async function whileBroken<Result>(brk: string, mend: string, work: () => Promise<Result>): Promise<Result> {
  const owner = await server.database.owner();
  await owner.query(brk);
  try {
    return await work();
  } finally {
    await owner.query(mend);
  }
}
const history = async (id: string) => (await server.get(`/api/chat/history?conversation_id=${id}`)).json().response;
const ending = ["text", "end_llm_response", "end_response"];

describe("W-26: a turn that fails", () => {
  it("answers in words, ends as every answer does, and is kept", async () => {
    const { types, text, conversationId } = await whileBroken(
      "ALTER TABLE documents RENAME TO documents_away",
      "ALTER TABLE documents_away RENAME TO documents",
      () => askStreaming(server, { q: "How many puffins?", create_new: true }),
    );
    expect(types.slice(-3)).toEqual(ending);
    expect(text).toMatch(/^The answer could not be made\./);
    const { chat } = await history(conversationId);
    expect(chat.map(({ by }: { by: string }) => by)).toEqual(["you", "khoj"]);
    expect(chat[1].message).toBe(text);
    expect((await askStreaming(server, { q: "How many puffins?" })).text).toContain("5403");
  });

  it("says so when the answer could not be kept, and shows the question as unanswered later", async () => {
    const { types, text, conversationId } = await whileBroken(
      "ALTER TABLE messages ADD CONSTRAINT no_answers CHECK (by = 'you') NOT VALID",
      "ALTER TABLE messages DROP CONSTRAINT no_answers",
      () => askStreaming(server, { q: "How many puffins?", create_new: true }),
    );
    expect(types.slice(-3)).toEqual(ending);
    expect(text).toContain("5403");
    expect(text).toMatch(/could not be kept/);
    expect((await history(conversationId)).chat[1].message).toMatch(/interrupted/);
  });

  it("says so when not even the question could be kept", async () => {
    const { types, text, status } = await whileBroken(
      "ALTER TABLE conversations RENAME TO conversations_away",
      "ALTER TABLE conversations_away RENAME TO conversations",
      () => askStreaming(server, { q: "How many puffins?", create_new: true }),
    );
    expect(status).toBe(200);
    expect(types).toEqual(["start_llm_response", ...ending]);
    expect(text).toMatch(/^The question could not be kept/);
  });
});

it("W-25: after a restart in mid-turn the question stands with an interrupted answer, and never twice", async () => {
  // The other server has the database and none of this one's memory: what a restart would know.
  const restarted = await startTestServer({ database: server.database });
  const id = (await server.send("POST", "/api/chat/sessions", {})).json().conversation_id;
  const seen = async () => {
    const { chat } = (await restarted.get(`/api/chat/history?conversation_id=${id}`)).json().response;
    return chat.map(({ by, message }: { by: string; message: string }) => `${by}: ${message}`);
  };
  const session = await server.database.owner();
  await session.query("BEGIN");
  await session.query("LOCK TABLE documents IN ACCESS EXCLUSIVE MODE");
  const asking = askStreaming(server, { q: "How many puffins?", conversation_id: id });
  await expect.poll(async () => (await history(id)).chat?.length, { timeout: 30_000 }).toBe(1);
  expect(await seen()).toEqual(["you: How many puffins?", expect.stringMatching(/^khoj: .*interrupted/)]);
  await session.query("ROLLBACK");
  await asking;
  expect(await seen()).toEqual(["you: How many puffins?", expect.stringContaining("5403")]);
  await restarted.stop();
});

it("a lost stream does not lose the turn", async () => {
  const id = (await server.send("POST", "/api/chat/sessions", {})).json().conversation_id;
  const gone = new AbortController();
  const response = await fetch(`${server.url}/api/chat`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ q: "How many puffins?", conversation_id: id, stream: true }),
    signal: gone.signal,
  });
  gone.abort();
  await response.body?.cancel().catch(() => {});
  await expect.poll(async () => (await history(id)).chat?.at(-1)?.message, { timeout: 30_000 }).toContain("5403");
});

it("W-28: a follow-up in a long conversation is read with the newest questions, not the oldest", async () => {
  const { conversationId } = await askStreaming(server, { q: "Who bakes bread?", create_new: true });
  for (let count = 0; count < 9; count += 1) {
    await askStreaming(server, { q: `filler ${count}`, conversation_id: conversationId });
  }
  await askStreaming(server, { q: "Who is the keeper?", conversation_id: conversationId });
  const { events } = await askStreaming(server, { q: "And what did he count?", conversation_id: conversationId });
  const references = events.find((event) => event.type === "references");
  expect(references?.data.inferredQueries).toEqual(["And what did he count? keeper"]);
});

it("the trash is cleared of what lay there for seven days, at the next start at the latest", async () => {
  const { conversationId } = await askStreaming(server, { q: "old words", create_new: true });
  const { conversationId: younger } = await askStreaming(server, { q: "younger words", create_new: true });
  await server.request("DELETE", "/api/chat/history");
  const { database } = server.database;
  const spaces = await database.transaction((sql) => sql.query<{ id: string }>("SELECT id FROM spaces"));
  const ids = spaces.map(({ id }) => id);
  await database.inSpaces(ids, (sql) =>
    sql.execute("UPDATE conversations SET trashed_at = now() - interval '7 days 1 minute' WHERE id = $1", [
      conversationId,
    ]),
  );
  const listed = (await server.get("/api/chat/trash")).json();
  expect(listed.map((one: { conversation_id: string }) => one.conversation_id)).not.toContain(conversationId);
  const second = await startTestServer({ database: server.database });
  await second.stop();
  const left = await database.inSpaces(ids, (sql) =>
    sql.query<{ id: string }>("SELECT id FROM conversations WHERE id = ANY($1::uuid[])", [[conversationId, younger]]),
  );
  expect(left.map(({ id }) => id)).toEqual([younger]);
});
