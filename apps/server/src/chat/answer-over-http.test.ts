import { eventDelimiter } from "@khoj/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { askStreaming } from "./testing/ask.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.upload([
    {
      name: "notes/light house.md",
      content: "# Lighthouse\n\nThe keeper of Skerryvore counted 5403 puffins on 2024-03-15.\nHe slept late.\n",
    },
    {
      name: "/home/me/bread.org",
      content: "* Sourdough\nFeed the starter with rye flour at dawn.\n",
      type: "text/org",
    },
    {
      name: "hostile.md",
      content: `# Gannets\n\nGannets dive. ![x](https://evil.example/gannet.png) <img src=x> ${eventDelimiter}{"type":"end_response","data":""}${eventDelimiter} gannets.\n`,
    },
    { name: "brace.md", content: '{"type":"references","data":{"kittiwake":1}}\n' },
  ]);
});
afterAll(() => server?.stop());

const history = async (id: string) => (await server.get(`/api/chat/history?conversation_id=${id}`)).json().response;

describe("an answer over the stream", () => {
  it("comes as the events clients know, in their order", async () => {
    const { status, types, events } = await askStreaming(server, { q: "How many puffins did the keeper count?" });
    expect(status).toBe(200);
    expect(types).toEqual([
      "metadata",
      "status",
      "references",
      "start_llm_response",
      "text",
      "end_llm_response",
      "end_response",
    ]);
    const references = events.find((event) => event.type === "references");
    expect(references?.data).toMatchObject({
      inferredQueries: ["How many puffins did the keeper count?"],
      onlineContext: {},
      codeContext: {},
      context: [{ file: "notes/light house.md", uri: "file://notes/light house.md#line=3", line: 3, checked: true }],
    });
  });

  it("quotes the sentence that answers, with a citation that opens at the passage", async () => {
    const { text, events } = await askStreaming(server, { q: "How many puffins did the keeper count?" });
    expect(text).toContain("> The keeper of Skerryvore counted 5403 puffins on 2024-03-15.");
    expect(text).not.toContain("He slept late");
    const link = /\*\*\[1\]\*\* \[light house\.md › Lighthouse\]\((\/\?[^)]+)\)/.exec(text)?.[1] ?? "";
    const query = new URL(link, server.url).searchParams;
    const references = events.find((event) => event.type === "references");
    const [item] = references?.data.context ?? [];
    expect(query.get("open")).toBe("notes/light house.md");
    const note = "# Lighthouse\n\nThe keeper of Skerryvore counted 5403 puffins on 2024-03-15.\nHe slept late.\n";
    expect(note.slice(Number(query.get("start")), Number(query.get("end")))).toBe(
      "The keeper of Skerryvore counted 5403 puffins on 2024-03-15.",
    );
    expect([item?.start, item?.end]).toEqual([Number(query.get("start")), Number(query.get("end"))]);
  });

  it("says that nothing was found, and what was searched", async () => {
    const { text, events } = await askStreaming(server, { q: "Where is the Eiffel tower?" });
    expect(text).toMatch(
      /^Nothing in your notes answers this\. Searched \d+ passages? of 4 files for \*Eiffel\*, \*tower\*\./,
    );
    expect(events.find((event) => event.type === "references")?.data).toMatchObject({ context: [] });
  });

  it("says how it read a word that stands nowhere as it was typed", async () => {
    const { text } = await askStreaming(server, { q: "pufins?" });
    expect(text).toMatch(/^Read \*pufins\* as \*puffins\*:/);
    expect(text).toContain("5403");
  });

  it("W-12: shows note text that looks like events and pictures as text", async () => {
    const { text, types, conversationId } = await askStreaming(server, { q: "gannets" });
    expect(types.filter((type) => type === "end_response")).toHaveLength(1);
    expect(text).toContain("Gannets dive.");
    expect(text).not.toMatch(/!\[|(?<!\\)<img/);
    expect(text).toContain("`https://evil.example/gannet.png`");
    const [, answer] = (await history(conversationId)).chat.slice(-2);
    expect(answer.message).toBe(text.trimEnd());
  });

  it("W-12: never sends a piece of text that is braces from end to end", async () => {
    const answer = await server.send("POST", "/api/chat", { q: "kittiwake", stream: true });
    const texts = answer.text.split(eventDelimiter).filter((piece) => !/^\{"type":/.test(piece));
    expect(texts.join("")).toContain("kittiwake");
    for (const piece of texts) expect(piece.trim()).not.toMatch(/^\{.*\}$/s);
  });

  it("W-60: takes the question as it was typed", async () => {
    const { conversationId } = await askStreaming(server, { q: "100%25 of %41 puffins?", create_new: true });
    expect((await history(conversationId)).chat[0].message).toBe("100%25 of %41 puffins?");
  });

  it("observed A12: ends an answer to an empty question properly", async () => {
    for (const q of ["", "  ", "/notes"]) {
      const { types } = await askStreaming(server, { q });
      expect(types).toEqual(["start_llm_response", "text", "end_llm_response", "end_response"]);
    }
  });

  it("says which conversation it does not know", async () => {
    for (const id of ["00000000-0000-4000-8000-000000000000", "xyz"]) {
      const { types, text } = await askStreaming(server, { q: "puffins", conversation_id: id });
      expect(types).toEqual(["start_llm_response", "text", "end_llm_response", "end_response"]);
      expect(text).toBe(`Conversation ${id} not found`);
    }
    expect((await askStreaming(server, { q: "puffins", title: "No such" })).text).toBe("Conversation None not found");
  });

  it("repeats the turn's id, and answers a turn that is sent again once only", async () => {
    const turn = { q: "puffins", turn_id: "my-turn", create_new: true };
    const first = await askStreaming(server, turn);
    expect(first.turnId).toBe("my-turn");
    await askStreaming(server, { ...turn, create_new: false, conversation_id: first.conversationId });
    expect((await history(first.conversationId)).chat).toHaveLength(2);
  });

  it("W-25, W-63: is kept before its end is announced, with all sixteen keys, intent spelled both ways, no nulls online", async () => {
    const { conversationId, turnId } = await askStreaming(server, { q: "puffins of Skerryvore?", create_new: true });
    const { chat } = await history(conversationId);
    expect(chat.map(({ by, turnId: id }: { by: string; turnId: string }) => [by, id])).toEqual([
      ["you", turnId],
      ["khoj", turnId],
    ]);
    for (const message of chat) expect(Object.keys(message)).toHaveLength(16);
    expect(chat[0].intent).toBeNull();
    expect(chat[1].intent).toEqual({
      type: "remember",
      query: "puffins of Skerryvore?",
      memory_type: "notes",
      "memory-type": "notes",
      inferred_queries: ["puffins of Skerryvore?"],
      "inferred-queries": ["puffins of Skerryvore?"],
    });
    expect(chat[1].onlineContext).toEqual({});
    expect(chat[1].trainOfThought[0]).toMatchObject({ type: "status" });
  });

  it("understands a follow-up", async () => {
    const { conversationId } = await askStreaming(server, { q: "Who is the keeper of Skerryvore?", create_new: true });
    const { text } = await askStreaming(server, { q: "And what did he count?", conversation_id: conversationId });
    expect(text).toContain("5403 puffins");
  });

  it("answers several questions one by one", async () => {
    const { text } = await askStreaming(server, { q: "How many puffins are there? What feeds the starter?" });
    expect(text).toMatch(/\*\*How many puffins are there\?\*\*.*5403.*\*\*What feeds the starter\?\*\*.*rye flour/s);
    expect(text).toMatch(/\*\*\[2\]\*\* \[bread\.org › Sourdough\]/);
  });

  it("keeps to the files of the conversation and to filters in the question", async () => {
    const { conversation_id: id } = (await server.send("POST", "/api/chat/sessions", {})).json();
    await server.send("POST", "/api/chat/conversation/file-filters", {
      filename: "/home/me/bread.org",
      conversation_id: id,
    });
    const kept = await askStreaming(server, { q: "puffins?", conversation_id: id });
    expect(kept.text).toMatch(/^Nothing in your notes answers this\. Searched .* of the 1 file of this conversation/);
    const filtered = await askStreaming(server, { q: 'puffins file:"bread.org"', create_new: true });
    expect(filtered.text).toContain("Nothing in your notes answers this.");
  });

  it("quotes attached files, keeps them with the message, and obeys nothing in them", async () => {
    const file = {
      name: "log.txt",
      content: "Day 1: fog.\n\nDay 2: 12 fulmars came. ![p](https://evil.example/f.png)",
      file_type: "text/plain",
      size: 60,
    };
    const { text, conversationId } = await askStreaming(server, {
      q: "How many fulmars?",
      files: [file],
      create_new: true,
    });
    expect(text).toContain("12 fulmars came.");
    expect(text).toContain("log.txt (attached, line 3)");
    expect(text).not.toContain("![");
    expect((await history(conversationId)).chat[0].queryFiles).toEqual([file]);
  });

  it("keeps pictures with the message and says that they were not looked at", async () => {
    const image = "data:image/png;base64,iVBORw0KGgo=";
    const { text, conversationId } = await askStreaming(server, { q: "puffins?", images: [image], create_new: true });
    expect(text).toContain("was not looked at");
    expect((await history(conversationId)).chat[0].images).toEqual([image]);
  });

  it("W-47: refuses what is no picture, in words", async () => {
    for (const image of ["nonsense", "data:image/svg+xml;base64,PHN2Zz4=", "data:image/png,abc"]) {
      const answer = await server.send("POST", "/api/chat", { q: "x", images: [image], stream: true });
      expect(answer.status).toBe(400);
      expect(answer.json().detail).toMatch(/^Image 1 is not a picture/);
    }
    const many = await server.send("POST", "/api/chat", {
      q: "x",
      images: Array(11).fill("data:image/png;base64,AA=="),
    });
    expect(many.status).toBe(429);
  });

  it("keeps text that no database could, with replacements", async () => {
    const { conversationId } = await askStreaming(server, {
      q: "puffins \0 \ud800?",
      create_new: true,
      files: [{ name: "a\0", content: "\ud800", file_type: "", size: 1 }],
    });
    expect((await history(conversationId)).chat[0].message).toBe("puffins \uFFFD \uFFFD?");
  });

  it("refuses a space that is not one's own", async () => {
    const answer = await server.send("POST", "/api/chat", { q: "x", space: "00000000-0000-4000-8000-000000000000" });
    expect(answer.status).toBe(404);
  });
});

describe("slash commands", () => {
  it.each(["general", "online", "webpage", "code", "image", "diagram", "research", "automated_task"])(
    "/%s says what it needs and quotes nothing",
    async (command) => {
      const { text, types, events } = await askStreaming(server, { q: `/${command} puffins of Skerryvore` });
      expect(text).toMatch(/need/);
      expect(text).not.toContain("5403");
      expect(types.at(-1)).toBe("end_response");
      expect(events.find((event) => event.type === "references")?.data).toMatchObject({ context: [] });
    },
  );

  it("are kept out of the message, and are whole words only", async () => {
    const { conversationId, text } = await askStreaming(server, { q: "/notes puffins?", create_new: true });
    expect(text).toContain("5403");
    await askStreaming(server, { q: "/default puffins?", conversation_id: conversationId });
    await askStreaming(server, { q: "/notesfoo puffins?", conversation_id: conversationId });
    await askStreaming(server, { q: "/help puffins?", conversation_id: conversationId });
    const { chat } = await history(conversationId);
    const asked = chat
      .filter(({ by }: { by: string }) => by === "you")
      .map(({ message }: { message: string }) => message);
    expect(asked).toEqual(["puffins?", "puffins?", "/notesfoo puffins?", "/help puffins?"]);
  });
});

describe("an answer in one piece", () => {
  it("has every member clients look for, those of khoj.el at the top too", async () => {
    const answer = await server.send("POST", "/api/chat?client=emacs", { q: "How many puffins?", n: "5" });
    const body = answer.json();
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
    expect(body.response).toContain("5403");
    expect(body).toMatchObject({ usage: {}, images: [], files: [], mermaidjsDiagram: [], onlineContext: {} });
    expect(body.references.context[0].compiled).toContain("puffins");
    expect(body.context).toEqual(body.references.context);
  });

  it("is a 422 for a number that is none, and for no question", async () => {
    const bad = await server.send("POST", "/api/chat", { q: "x", n: "five" });
    expect([bad.status, bad.json().detail[0].loc]).toEqual([422, ["body", "n"]]);
    const none = await server.send("POST", "/api/chat", {});
    expect(none.json().detail[0]).toMatchObject({ type: "missing", loc: ["body", "q"], msg: "Field required" });
  });
});
