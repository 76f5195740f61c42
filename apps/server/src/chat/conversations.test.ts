import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { askStreaming } from "./testing/ask.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

const unknown = "00000000-0000-4000-8000-000000000000";
const get = async (path: string) => (await server.get(path)).json();
const start = async (): Promise<string> => (await server.send("POST", "/api/chat/sessions", {})).json().conversation_id;
const said = async (q: string): Promise<string> => (await askStreaming(server, { q, create_new: true })).conversationId;
const sessions = async (query = "") => get(`/api/chat/sessions${query}`);
const nameIn = async (id: string) =>
  (await sessions()).find(({ conversation_id }: { conversation_id: string }) => conversation_id === id)?.slug;
const history = async (id: string, n?: number) =>
  (await get(`/api/chat/history?conversation_id=${id}${n === undefined ? "" : `&n=${n}`}`)).response;
const clear = () => server.request("DELETE", "/api/chat/history");

describe("before there is anything", () => {
  it("has no questions to begin with, no sessions and an empty count", async () => {
    expect(await get("/api/chat/starters")).toEqual([]);
    expect(await sessions()).toEqual([]);
    expect(await get("/api/chat/stats")).toEqual({ num_conversations: 0 });
    expect((await askStreaming(server, { q: "anything?" })).text).toMatch(/no notes have been added/);
    await clear();
  });

  it("lists the commands to anybody", async () => {
    expect(Object.keys(await get("/api/chat/options"))).toEqual([
      "general",
      "notes",
      "online",
      "webpage",
      "code",
      "image",
      "diagram",
      "research",
    ]);
  });

  it("makes the first conversation when its history is asked for, without a chat in it", async () => {
    const { status, response } = await get("/api/chat/history?conversation_id=");
    expect(status).toBe("ok");
    expect(response).toMatchObject({ slug: "New conversation", is_owner: true, agent: { slug: "khoj" } });
    expect(response).not.toHaveProperty("chat");
    expect((await sessions())[0].conversation_id).toBe(response.conversation_id);
  });
});

describe("sessions", () => {
  it("W-62: always have a name, that of the first question, whatever is asked later", async () => {
    const id = await start();
    expect(await nameIn(id)).toBe("New conversation");
    await askStreaming(server, {
      q: "/notes How many puffins did the keeper of Skerryvore count in the year of the great storm?",
      conversation_id: id,
    });
    await askStreaming(server, { q: "And gannets?", conversation_id: id });
    expect(await nameIn(id)).toBe("How many puffins did the keeper of Skerryvore count in the…");
    expect((await server.send("POST", `/api/chat/title?conversation_id=${id}`, {})).json()).toEqual({
      status: "ok",
      title: "How many puffins did the keeper of Skerryvore count in the…",
    });
  });

  it("are listed newest first, eight of them when recent ones are wanted", async () => {
    for (let count = 0; count < 9; count += 1) await said(`question ${count}`);
    expect(await sessions("?recent=true")).toHaveLength(8);
    expect((await sessions())[0].slug).toBe("question 8");
    expect((await sessions())[0]).toMatchObject({
      agent_name: "Khoj",
      agent_icon: "Lightbulb",
      agent_is_hidden: false,
    });
    expect((await sessions())[0].updated).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });

  it("begin with a body, without one, with the one agent there is, and with no other", async () => {
    const json = { "content-type": "application/json" };
    expect((await server.request("POST", "/api/chat/sessions?client=emacs", { headers: json })).status).toBe(200);
    expect((await server.request("POST", "/api/chat/sessions?agent_slug=")).status).toBe(200);
    expect((await server.request("POST", "/api/chat/sessions?agent_slug=khoj")).status).toBe(200);
    const nope = await server.request("POST", "/api/chat/sessions?agent_slug=nope");
    expect([nope.status, Object.keys(nope.json())]).toEqual([400, ["detail"]]);
  });

  it("can be renamed, and lose the name again", async () => {
    const id = await said("first words");
    const rename = async (title: string, which = id) =>
      (
        await server.request("PATCH", `/api/chat/title?conversation_id=${which}&title=${encodeURIComponent(title)}`)
      ).json();
    expect(await rename("  Puffin talk  ")).toEqual({ status: "ok", success: true });
    expect(await nameIn(id)).toBe("Puffin talk");
    expect((await server.send("POST", `/api/chat/title?conversation_id=${id}`, {})).json().title).toBe("Puffin talk");
    await rename("t".repeat(300));
    expect(await nameIn(id)).toBe("t".repeat(200));
    await rename("");
    expect(await nameIn(id)).toBe("first words");
    expect(await rename("x", unknown)).toEqual({ status: "ok", success: false });
    expect(await rename("x", "xyz")).toEqual({ status: "ok", success: false });
  });
});

describe("history", () => {
  it("gives the last n, all but the last n, or all (observed E40)", async () => {
    const id = await said("one");
    await askStreaming(server, { q: "two", conversation_id: id });
    const asked = async (n?: number) =>
      (await history(id, n)).chat?.map(({ message, by }: { message: string; by: string }) =>
        by === "you" ? message : "-",
      );
    expect(await asked()).toEqual(["one", "-", "two", "-"]);
    expect(await asked(0)).toEqual(["one", "-", "two", "-"]);
    expect(await asked(2)).toEqual(["two", "-"]);
    expect(await asked(3)).toEqual(["-", "two", "-"]);
    expect(await asked(-2)).toEqual(["one", "-"]);
  });

  it("W-47: is a 404 in words for ids that are unknown or none", async () => {
    for (const id of [unknown, "xyz"]) {
      const answer = await server.get(`/api/chat/history?conversation_id=${id}`);
      expect([answer.status, answer.json()]).toEqual([
        404,
        { status: "error", message: `Conversation: ${id} not found` },
      ]);
      expect((await server.request("POST", `/api/chat/title?conversation_id=${id}`)).status).toBe(404);
      expect((await server.request("POST", `/api/chat/share?conversation_id=${id}`)).status).toBe(404);
      const message = await server.send("DELETE", "/api/chat/conversation/message", {
        conversation_id: id,
        turn_id: "a",
      });
      expect([message.status, message.json().status]).toEqual([404, "error"]);
    }
  });

  it("W-24: keeps every message of turns that run at the same time, questions beside their answers", async () => {
    const id = await start();
    const questions = Array.from({ length: 12 }, (_, index) => `question ${index}`);
    await Promise.all(questions.map((q) => askStreaming(server, { q, conversation_id: id })));
    const { chat } = await history(id);
    expect(chat).toHaveLength(24);
    expect(
      chat
        .filter(({ by }: { by: string }) => by === "you")
        .map(({ message }: { message: string }) => message)
        .sort(),
    ).toEqual(questions.sort());
    for (let index = 0; index < chat.length; index += 2) expect(chat[index].turnId).toBe(chat[index + 1].turnId);
  });

  it("W-25: shows a question whose answer a crash took, once, with an answer that says so", async () => {
    const id = await said("before the crash");
    const space = (
      await server.database.database.transaction((sql) => sql.query<{ id: string }>("SELECT id FROM spaces"))
    )[0];
    await server.database.database.inSpaces([space?.id ?? ""], (sql) =>
      sql.execute("DELETE FROM messages WHERE conversation_id = $1 AND by = 'khoj'", [id]),
    );
    const { chat } = await history(id);
    expect(chat.map(({ by }: { by: string }) => by)).toEqual(["you", "khoj"]);
    expect(chat[1].message).toMatch(/interrupted before it was finished/);
    expect(Object.keys(chat[1])).toHaveLength(16);
    await askStreaming(server, { q: "after it", conversation_id: id });
    expect((await history(id)).chat).toHaveLength(4);
    expect((await history(id, 3)).chat).toHaveLength(3);
  });

  it("loses a turn when it is deleted, and says nothing when it is gone already", async () => {
    const id = await said("one");
    const { turnId } = await askStreaming(server, { q: "two", conversation_id: id });
    const remove = () =>
      server.send("DELETE", "/api/chat/conversation/message", { conversation_id: id, turn_id: turnId });
    expect((await remove()).json()).toEqual({ status: "ok" });
    expect((await remove()).json()).toEqual({ status: "ok" });
    expect((await history(id)).chat).toHaveLength(2);
  });
});

describe("the trash (W-59)", () => {
  it("takes one conversation or all, gives them back, and is emptied for good", async () => {
    await clear();
    await server.request("DELETE", "/api/chat/trash");
    const [kept, thrown] = [await said("kept"), await said("thrown away")];
    const cleared = await server.request("DELETE", `/api/chat/history?client=obsidian&conversation_id=${thrown}`);
    expect(cleared.json()).toEqual({ status: "ok", message: "Conversation history cleared" });
    expect((await server.get(`/api/chat/history?conversation_id=${thrown}`)).status).toBe(404);
    expect((await sessions()).map(({ conversation_id }: { conversation_id: string }) => conversation_id)).toEqual([
      kept,
    ]);
    const [item] = await get("/api/chat/trash");
    expect(item).toMatchObject({ conversation_id: thrown, slug: "thrown away", messages: 2 });
    expect(Date.parse(`${item.expires}Z`) - Date.parse(`${item.deleted}Z`)).toBe(7 * 24 * 3600 * 1000);

    expect((await server.send("POST", "/api/chat/trash", { conversation_id: thrown })).json().restored).toBe(1);
    expect((await history(thrown)).chat).toHaveLength(2);

    const json = { "content-type": "application/json" };
    await server.request("DELETE", "/api/chat/history?client=emacs", { headers: json });
    expect(await sessions()).toEqual([]);
    expect(await get("/api/chat/stats")).toEqual({ num_conversations: 0 });
    expect(await get("/api/chat/trash")).toHaveLength(2);
    expect((await server.request("DELETE", "/api/chat/trash")).json()).toEqual({ status: "ok", removed: 2 });
    expect((await server.send("POST", "/api/chat/trash", {})).json().restored).toBe(0);
    expect(await get("/api/chat/trash")).toEqual([]);
  });

  it("does not touch others when the id is unknown or none", async () => {
    await said("stays");
    const before = await sessions();
    for (const id of [unknown, "xyz"]) {
      expect((await server.request("DELETE", `/api/chat/history?conversation_id=${id}`)).status).toBe(200);
      await server.request("DELETE", `/api/chat/trash?conversation_id=${id}`);
    }
    expect(await sessions()).toEqual(before);
  });

  it("takes no conversation that never had a message", async () => {
    await server.request("DELETE", "/api/chat/trash");
    const id = await start();
    await server.request("DELETE", `/api/chat/history?conversation_id=${id}`);
    expect(await get("/api/chat/trash")).toEqual([]);
    expect((await server.get(`/api/chat/history?conversation_id=${id}`)).status).toBe(404);
  });
});

describe("the export", () => {
  it("has every conversation once, whole and in order, however it is paged", async () => {
    await clear();
    for (let count = 0; count < 5; count += 1) await said(`export ${count}`);
    await askStreaming(server, { q: "later words", conversation_id: (await sessions()).at(-1).conversation_id });
    const pages = await Promise.all(
      [0, 2, 4, 6].map((offset) => server.get(`/api/chat/export?offset=${offset}&limit=2`)),
    );
    const all = pages.flatMap((page) => page.json());
    expect(all.map(({ title }) => title)).toEqual([4, 3, 2, 1, 0].map((count) => `export ${count}`));
    expect(all.map(({ conversation_log }) => conversation_log.chat.length)).toEqual([2, 2, 2, 2, 4]);
    expect(pages[0]?.headers["x-khoj-total"]).toBe("5");
    expect(Object.keys(all[0]).sort()).toEqual([
      "agent",
      "conversation_log",
      "created_at",
      "file_filters",
      "title",
      "updated_at",
    ]);
  });

  it("refuses pages that are none", async () => {
    for (const [query, type] of [
      ["limit=0", "greater_than_equal"],
      ["limit=101", "less_than_equal"],
      ["offset=-1", "greater_than_equal"],
    ]) {
      const answer = await server.get(`/api/chat/export?${query}`);
      expect([answer.status, answer.json().detail[0].type]).toEqual([422, type]);
    }
    expect(await get("/api/chat/export?offset=9999")).toEqual([]);
  });
});

describe("the rest", () => {
  it("keeps feedback here", async () => {
    const answer = await server.send("POST", "/api/chat/feedback", { uquery: "a", kquery: "b", sentiment: "positive" });
    expect([answer.status, answer.json()]).toEqual([200, null]);
    expect((await server.send("POST", "/api/chat/feedback", { uquery: "a" })).status).toBe(422);
  });

  it("has no voice yet", async () => {
    const answer = await server.request("POST", "/api/chat/speech?text=hello");
    expect([answer.status, answer.json()]).toEqual([
      503,
      { detail: "No voice is set up; an administrator can choose one under Models" },
    ]);
  });

  it("makes questions to begin with of the names of notes", async () => {
    await server.upload([{ name: "a.md", content: "# Sourdough\n\nRye flour.\n" }]);
    const starters = await get("/api/chat/starters");
    expect(starters[0]).toContain("Sourdough");
    expect(starters.length).toBeLessThanOrEqual(3);
  });

  it("keeps the files of a conversation: only such as there are, each once", async () => {
    await server.upload([{ name: "b, c.md", content: "# Oven\n\nHot.\n" }]);
    const id = await start();
    const path = "/api/chat/conversation/file-filters";
    const one = (method: string, filename: string, conversation_id = id) =>
      server.send(method, path, { filename, conversation_id });
    const many = (method: string, filenames: string[]) =>
      server.send(method, `${path}/bulk`, { filenames, conversation_id: id });
    expect(await get(`${path}/${id}`)).toEqual([]);
    expect((await one("POST", "a.md")).json()).toEqual(["a.md"]);
    expect((await one("POST", "a.md")).json()).toEqual(["a.md"]);
    expect((await one("POST", "nope.md")).json()).toEqual(["a.md"]);
    expect((await many("POST", ["a.md", "b, c.md"])).json()).toEqual(["a.md", "b, c.md"]);
    expect((await many("DELETE", ["a.md"])).json()).toEqual(["b, c.md"]);
    expect((await one("DELETE", "b, c.md")).json()).toEqual([]);
    expect((await one("POST", "a.md", unknown)).json()).toEqual([]);
    const missing = await server.get(`${path}/${unknown}`);
    expect([missing.status, missing.json()]).toEqual([
      404,
      { status: "error", message: `Conversation ${unknown} not found` },
    ]);
  });
});
