import { type ModelDouble, serveModels } from "@khoj/models/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { askStreaming } from "./testing/ask.ts";
import { hasEnded, openSocket } from "./testing/open-socket.ts";
import { useModels } from "./testing/use-models.ts";

let server: TestServer;
let double: ModelDouble;
let clear: (() => Promise<void>) | undefined;
beforeAll(async () => {
  double = await serveModels({
    answerers: {
      wrong: () => "The keeper counted 9999 puffins [1]. Edith Sharp helped him [7].",
      linking: () => "See [here](https://evil.example/?q=secret) ![x](https://evil.example/p.png) <b>now</b> [1, 2].",
      unsure: () => "Not in your notes. Puffins can dive to 60 metres.",
      bare: () => "He counted many of them.",
      queries: ({ json }) => (json ? '{"queries":["keeper of Skerryvore","puffins counted"]}' : "5403 puffins [1]."),
      helpful: ({ json, turns }) =>
        !json
          ? "5403 puffins [1]."
          : turns[0]?.text.includes("Name this")
            ? '{"title":"Puffins of *Skerryvore*"}'
            : '{"questions":["How many puffins were there?","When is the starter fed?","Who is the keeper?"]}',
      mixed: () => "The keeper counted 5403 puffins [1]. In 1066 he left.",
    },
  });
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
  ]);
});
afterEach(async () => {
  await clear?.();
  double.asked.length = 0;
});
afterAll(async () => {
  await server?.stop();
  await double?.stop();
});

const use = async (...models: Parameters<typeof useModels>[2]) => {
  clear = await useModels(server, double, models);
};
const history = async (id: string) => (await server.get(`/api/chat/history?conversation_id=${id}`)).json().response;
const puffins = { q: "How many puffins did the keeper count?", create_new: true };
const promptOf = (at = -1) =>
  double.asked
    .at(at)
    ?.turns.map(({ by, text }) => `${by}: ${text}`)
    .join("\n\n") ?? "";
const lastMessage = (at = -1) => double.asked.at(at)?.turns.at(-1)?.text ?? "";

describe("an answer by a model", () => {
  it("comes as the events clients know, its citation checked and kept", async () => {
    await use("scripted");
    const { types, text, events, marks, conversationId } = await askStreaming(server, { ...puffins, marks: true });
    expect(types.filter((type) => type !== "status")).toEqual([
      "metadata",
      "references",
      "start_llm_response",
      "text",
      "marks",
      "end_llm_response",
      "usage",
      "end_response",
    ]);
    expect(text).toBe("The keeper of Skerryvore counted 5403 puffins on 2024-03-15. [1]");
    const [references] = events.flatMap((event) => (event.type === "references" ? [event.data] : []));
    expect(references?.context[0]).toMatchObject({ file: "notes/light house.md", line: 1 });
    expect(references?.context[0]).not.toHaveProperty("checked");
    expect(marks).toEqual({
      citations: [{ at: text.indexOf("[1]"), number: 1, checked: true, reason: null }],
      unsupported: [],
    });
    const [you, khoj] = (await history(conversationId)).chat;
    expect(Object.keys(you)).toHaveLength(16);
    expect(khoj.marks).toEqual(marks);
    expect(khoj.context[0].checked).toBe(true);
  });

  it("says who answers and whether anything leaves the machine", async () => {
    await use("scripted");
    const { events } = await askStreaming(server, puffins);
    const steps = events.flatMap((event) => (event.type === "status" ? [event.data] : []));
    expect(steps).toEqual([
      "**Searching your notes for:** How many puffins did the keeper count?",
      expect.stringMatching(/^\*\*Generating answer\*\* with scripted; nothing leaves this machine$/),
    ]);
  });

  it("names the host that the question and its passages go to", async () => {
    const given = { name: "Elsewhere", kind: "openai", base_url: "http://models.invalid/v1" };
    const { id } = (await server.send("POST", "/api/admin/providers", given)).json();
    clear = async () => void (await server.request("DELETE", `/api/admin/providers/${id}`));
    await server.send("POST", "/api/admin/models", { provider_id: id, model: "any" });
    const { events } = await askStreaming(server, puffins);
    const steps = events.flatMap((event) => (event.type === "status" ? [event.data] : []));
    expect(steps.join("\n")).toMatch(/with any; your question and \d passages? go to models\.invalid$/m);
  });

  it("sends no marks to readers that did not ask for them", async () => {
    await use("scripted");
    expect((await askStreaming(server, puffins)).types).not.toContain("marks");
  });

  it("is whole without a stream, with what it took", async () => {
    await use("scripted");
    const body = (await server.send("POST", "/api/chat", puffins)).json();
    expect(body.response).toContain("5403 puffins on 2024-03-15. [1]");
    expect(body.usage).toMatchObject({ output_tokens: expect.any(Number) });
    expect(body.context[0].checked).toBe(true);
  });

  it("comes over the socket, thoughts apart from text", async () => {
    await use("scripted,thinks");
    const socket = await openSocket(server.url);
    socket.send(puffins);
    await socket.until(hasEnded());
    const { text, events } = socket.events();
    expect(text).toContain("5403 puffins");
    expect(events.flatMap((event) => (event.type === "thought" ? [event.data] : [])).join("")).toContain(
      "look at the notes",
    );
    socket.close();
  });

  it("is marked where its numbers, names and citations do not hold, and said to be unsupported", async () => {
    await use("wrong");
    const { text, marks } = await askStreaming(server, { ...puffins, marks: true });
    expect(marks?.citations.map(({ number, checked }) => [number, checked])).toEqual([
      [1, false],
      [7, false],
    ]);
    expect(marks?.unsupported.map(({ start, end }) => text.slice(start, end))).toEqual(["9999", "Edith Sharp"]);
    expect(text).toMatch(/\n\n\*No citation of this answer could be confirmed/);
  });

  it("marks what stands in no passage beside a citation that holds", async () => {
    await use("mixed");
    const { text, marks } = await askStreaming(server, { ...puffins, marks: true });
    expect(marks?.citations).toMatchObject([{ checked: true }]);
    expect(marks?.unsupported.map(({ start, end }) => text.slice(start, end))).toEqual(["1066"]);
  });

  it("has no link, picture or HTML of the model's", async () => {
    await use("linking");
    const { text } = await askStreaming(server, puffins);
    expect(text).toContain(
      "here (`https://evil.example/?q=secret`) x (picture: `https://evil.example/p.png`) \\<b>now",
    );
    expect(text).toContain("[1][2]");
  });

  it("is said to name no passage, unless it says that the notes do not answer", async () => {
    await use("bare");
    expect((await askStreaming(server, puffins)).text).toMatch(/names no passage that it rests on/);
    await clear?.();
    await use("unsure");
    expect((await askStreaming(server, puffins)).text).toBe("Not in your notes. Puffins can dive to 60 metres.");
  });
});

describe("what a model is given", () => {
  it("is who asks, when, the passages as fenced data and the question last", async () => {
    await use("scripted");
    await askStreaming(server, { ...puffins, timezone: "Europe/Berlin", city: "Ulm" });
    expect(promptOf()).toMatch(/system: You are Khoj\./);
    expect(promptOf()).toMatch(/\(Europe\/Berlin\)/);
    const fence =
      /<(note-[0-9a-f]{12}) number="1" file="notes\/light house\.md" title="Lighthouse" under="Lighthouse" changed="\d{4}-/.exec(
        lastMessage(),
      );
    expect(fence).not.toBeNull();
    expect(lastMessage()).toMatch(/<\/note-[0-9a-f]{12}>\n\nHow many puffins did the keeper count\?$/);
  });

  it("is the newest of a long conversation, and what was to be remembered from its beginning (W-28)", async () => {
    await use({ model: "scripted", context_tokens: 1024, answer_tokens: 128 });
    const first = await askStreaming(server, { q: "Remember that my boat is called Ferocity", create_new: true });
    for (let turn = 0; turn < 8; turn += 1) {
      await askStreaming(server, { q: `Filler ${turn} ${"words ".repeat(60)}`, conversation_id: first.conversationId });
    }
    await askStreaming(server, { q: "How many puffins did the keeper count?", conversation_id: first.conversationId });
    expect(promptOf()).toContain("Ferocity");
    expect(promptOf()).toContain("Filler 7");
    expect(promptOf()).not.toContain("Filler 1 ");
    expect(promptOf()).toContain("5403 puffins");
  });

  it("is asked for queries only where a question leans on the conversation", async () => {
    await use("queries");
    const { conversationId } = await askStreaming(server, puffins);
    expect(double.asked.filter(({ json }) => json)).toHaveLength(0);
    const { events } = await askStreaming(server, { q: "And what did he do then?", conversation_id: conversationId });
    expect(double.asked.filter(({ json }) => json)).toHaveLength(1);
    const references = events.find((event) => event.type === "references")?.data;
    expect(references?.inferredQueries.slice(0, 2)).toEqual(["keeper of Skerryvore", "puffins counted"]);
  });

  it("is an attached file, and a picture when it sees; when it does not, that is said", async () => {
    const image = "data:image/png;base64,iVBORw0KGgo=";
    const files = [{ name: "trip.txt", content: "The ferry leaves at 07:45.", file_type: "text/plain", size: 26 }];
    await use({ model: "scripted", sees: true });
    const { text } = await askStreaming(server, {
      q: "When does the ferry leave?",
      images: [image],
      files,
      create_new: true,
    });
    expect(text).toBe("The ferry leaves at 07:45. [1]");
    expect(double.asked.at(-1)?.turns.at(-1)?.pictures).toBe(1);
    await clear?.();
    await use("scripted");
    const blind = await askStreaming(server, {
      q: "When does the ferry leave?",
      images: [image],
      files,
      create_new: true,
    });
    expect(blind.text).toMatch(/scripted cannot see, and no model that can is set up/);
  });
});

describe("names and starters", () => {
  it("are the model's, asked once, and the person's own name stands before", async () => {
    await use("helpful");
    const { conversationId } = await askStreaming(server, puffins);
    const title = async () =>
      (await server.send("POST", `/api/chat/title?conversation_id=${conversationId}`, {})).json().title;
    expect(await title()).toBe("Puffins of Skerryvore");
    expect((await history(conversationId)).slug).toBe("Puffins of Skerryvore");
    await server.request("PATCH", `/api/chat/title?conversation_id=${conversationId}&title=Mine`);
    expect(await title()).toBe("Mine");
    const starters = async () => (await server.get("/api/chat/starters")).json();
    const wanted = ["How many puffins were there?", "When is the starter fed?", "Who is the keeper?"];
    expect(await starters()).toEqual(wanted);
    const asked = double.asked.length;
    expect(await starters()).toEqual(wanted);
    expect(double.asked).toHaveLength(asked);
  });

  it("are made without it when it says something else", async () => {
    await use("words");
    const { conversationId } = await askStreaming(server, puffins);
    const { title } = (await server.send("POST", `/api/chat/title?conversation_id=${conversationId}`, {})).json();
    expect(title).toBe("How many puffins did the keeper count?");
    expect((await server.get("/api/chat/starters")).json()).toContainEqual(expect.stringMatching(/^What /));
  });
});

describe("where an answer comes from", () => {
  it("/notes asks no model when nothing is found; otherwise the model answers, said to be by itself", async () => {
    await use("words");
    const only = await askStreaming(server, { q: "/notes zyzzyva quokka?", create_new: true });
    expect(only.text).toMatch(/^Nothing in your notes answers this\. Searched/);
    expect(double.asked).toHaveLength(0);
    const { text } = await askStreaming(server, { q: "zyzzyva quokka?", create_new: true });
    expect(text).toMatch(/^Nothing in your notes answers this\. .*\*What words knows without them:\*\n\n\S/s);
    expect(double.asked).toHaveLength(1);
  });

  it("/general looks at no notes", async () => {
    await use("words");
    const { events } = await askStreaming(server, {
      q: "/general How many puffins did the keeper count?",
      create_new: true,
    });
    expect(events.find((event) => event.type === "references")?.data).toMatchObject({
      context: [],
      inferredQueries: [],
    });
    expect(promptOf()).not.toContain("5403");
  });

  it("a conversation kept to files is answered from these", async () => {
    await use("scripted");
    const { conversation_id: id } = (await server.send("POST", "/api/chat/sessions", {})).json();
    const kept = { filename: "/home/me/bread.org", conversation_id: id };
    await server.send("POST", "/api/chat/conversation/file-filters", kept);
    await askStreaming(server, { q: "puffins of the keeper, or starter with rye flour?", conversation_id: id });
    expect(promptOf()).toContain("rye flour at dawn");
    expect(promptOf()).not.toContain("5403");
  });

  it("who chose quotes has quotes", async () => {
    await use("scripted");
    await server.send("POST", "/api/model/chat?id=1", {});
    const { text } = await askStreaming(server, puffins);
    await server.send("POST", "/api/model/chat?id=", {});
    expect(text).toMatch(/^> The keeper/);
    expect(double.asked).toHaveLength(0);
  });
});
