import { eventDelimiter } from "@khoj/contract";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { hasEnded, openSocket, type TestSocket } from "./testing/open-socket.ts";

let server: TestServer;
const sockets: TestSocket[] = [];
beforeAll(async () => {
  server = await startTestServer();
  await server.upload([{ name: "light.md", content: "# Lighthouse\n\nThe keeper counted 5403 puffins.\n" }]);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(() => server?.stop());

async function connect(): Promise<TestSocket> {
  const socket = await openSocket(server.url);
  sockets.push(socket);
  return socket;
}
const newConversation = async (): Promise<string> =>
  (await server.send("POST", "/api/chat/sessions", {})).json().conversation_id;
const chatOf = async (id: string) => (await server.get(`/api/chat/history?conversation_id=${id}`)).json().response.chat;

/** Holds up every search until `release`: the database waits for whoever has locked the notes. */
async function holdSearches(): Promise<{ release(): Promise<void> }> {
  const session = await server.database.owner();
  await session.query("BEGIN");
  await session.query("LOCK TABLE documents IN ACCESS EXCLUSIVE MODE");
  return {
    release: async () => {
      await session.query("ROLLBACK");
    },
  };
}
const isSearching = (frames: readonly string[]) => frames.some((frame) => frame.includes('"status"'));
const isAcknowledged = (frames: readonly string[]) => frames.at(-1) === '{"type":"interrupt_acknowledged"}';

describe("an answer over the socket", () => {
  it("comes as frames of events and of delimiters, in turn", async () => {
    const socket = await connect();
    socket.send({ q: "How many puffins?", conversation_id: await newConversation(), stream: true });
    await socket.until(hasEnded());
    await socket.until((frames) => frames.at(-1) === eventDelimiter);
    expect(socket.frames.filter((_, index) => index % 2 === 1).every((frame) => frame === eventDelimiter)).toBe(true);
    expect(socket.events().types).toEqual([
      "metadata",
      "status",
      "references",
      "start_llm_response",
      "text",
      "end_llm_response",
      "end_response",
    ]);
    expect(socket.events().text).toContain("5403 puffins");
  });

  it("W-27: sends no empty frame and joins fragments", async () => {
    const socket = await connect();
    socket.send({ q: "How many puffins?", create_new: true });
    await socket.until(hasEnded());
    expect(socket.frames.filter((frame) => frame === "")).toEqual([]);
    expect(socket.events().events.filter((event) => event.type === "text")).toHaveLength(1);
  });

  it("follows one question with the next on the same socket", async () => {
    const socket = await connect();
    const id = await newConversation();
    socket.send({ q: "one puffins", conversation_id: id });
    await socket.until(hasEnded());
    socket.send({ q: "two puffins", conversation_id: id });
    await socket.until(hasEnded(2));
    expect((await chatOf(id)).map(({ by }: { by: string }) => by)).toEqual(["you", "khoj", "you", "khoj"]);
  });

  it("observed A12: gives the text for an empty question and for an unknown conversation", async () => {
    const socket = await connect();
    socket.send({ q: "" });
    await socket.until(hasEnded());
    expect(socket.events().types).toEqual(["start_llm_response", "text", "end_llm_response", "end_response"]);
    socket.send({ q: "x", conversation_id: "xyz" });
    await socket.until(hasEnded(2));
    expect(socket.events().text).toMatch(/Conversation xyz not found$/);
  });

  it("finds no conversation by a name that no database can look for", async () => {
    const socket = await connect();
    socket.send({ q: "one puffins", conversation_id: "a\0b\ud800" });
    await socket.until(hasEnded());
    expect(socket.events().text).toMatch(/^Conversation .* not found$/);
  });

  it("observed A11: closes with 1011 at what is not JSON", async () => {
    const socket = await connect();
    socket.send("not json");
    expect(await socket.closed).toBe(1011);
  });

  it("says what is wrong with a message and stays open", async () => {
    const socket = await connect();
    socket.send({ conversation_id: "x" });
    await socket.until((frames) => frames.length === 1);
    expect(JSON.parse(socket.frames[0] ?? "")).toEqual({ error: "q: Field required" });
    socket.send({ q: "x", images: ["nonsense"] });
    await socket.until((frames) => frames.length === 2);
    expect(JSON.parse(socket.frames[1] ?? "").error).toMatch(/not a picture/);
    socket.send({ q: "puffins", create_new: true });
    await socket.until(hasEnded());
  });
});

describe("a turn that runs", () => {
  it("is stopped, kept, and only then acknowledged (W-27)", async () => {
    const socket = await connect();
    const id = await newConversation();
    const held = await holdSearches();
    socket.send({ q: "How many puffins?", conversation_id: id });
    await socket.until(isSearching);
    expect(await chatOf(id)).toHaveLength(1);
    socket.send({ type: "interrupt" });
    await socket.until(isAcknowledged);
    const chat = await chatOf(id);
    await held.release();
    expect(chat.map(({ by }: { by: string }) => by)).toEqual(["you", "khoj"]);
    expect(chat[1].message).toMatch(/Stopped/);
    expect(hasEnded()(socket.frames)).toBe(false);
    socket.send({ q: "How many puffins?", conversation_id: id });
    await socket.until(hasEnded());
    // W-25: nothing stands twice.
    expect(await chatOf(id)).toHaveLength(4);
  });

  it("gives way to a new question, and is kept (W-27)", async () => {
    const socket = await connect();
    const id = await newConversation();
    const held = await holdSearches();
    socket.send({ q: "How many puffins?", conversation_id: id });
    await socket.until(isSearching);
    socket.send({ q: "/general second", conversation_id: id });
    await socket.until(hasEnded());
    await held.release();
    const messages = (await chatOf(id)).map(({ message }: { message: string }) => message);
    expect(messages[1]).toMatch(/Stopped/);
    expect([messages[0], messages[2]]).toEqual(["How many puffins?", "second"]);
    expect(messages).toHaveLength(4);
  });

  it("takes further instructions", async () => {
    const socket = await connect();
    const id = await newConversation();
    const held = await holdSearches();
    socket.send({ q: "Who is there?", conversation_id: id });
    await socket.until(isSearching);
    socket.send({ type: "interrupt", query: "How many puffins?" });
    await socket.until((frames) => frames.includes('{"type":"interrupt_message_acknowledged"}'));
    await held.release();
    await socket.until(hasEnded());
    expect(socket.events().text).toContain("5403 puffins");
    expect(socket.events().types.filter((type) => type === "references")).toHaveLength(1);
  });

  it("goes on when the socket is lost, and is there after a reload", async () => {
    const socket = await connect();
    const id = await newConversation();
    const held = await holdSearches();
    socket.send({ q: "How many puffins?", conversation_id: id });
    await socket.until(isSearching);
    socket.close();
    await socket.closed;
    await held.release();
    await expect.poll(async () => (await chatOf(id)).at(-1)?.message, { timeout: 30_000 }).toContain("5403 puffins");
    expect(await chatOf(id)).toHaveLength(2);
  });

  it("is not there to interrupt when nothing runs", async () => {
    const socket = await connect();
    socket.send({ type: "interrupt" });
    socket.send({ type: "interrupt", query: "more" });
    await socket.until((frames) => frames.length === 2);
    expect(socket.frames).toEqual(Array(2).fill('{"type":"interrupt_acknowledged"}'));
  });
});
