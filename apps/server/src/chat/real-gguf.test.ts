import { cp } from "node:fs/promises";
import path from "node:path";
import { testLlama } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAudit } from "../audit/index.ts";
import { enterGguf, installGguf } from "../models/index.ts";
import { startTestServer, type TestServer, testModels } from "../testing/start-test-server.ts";
import { askStreaming } from "./testing/ask.ts";
import { openSocket } from "./testing/open-socket.ts";

/** A real model is large, and none is free to be shipped: whoever has a file names it. */
const file = process.env.KHOJ_TEST_GGUF;

let server: TestServer;
let id: number;

beforeAll(async () => {
  if (file === undefined) return;
  server = await startTestServer({ config: { models: { ...testModels, patience: 120 } } });
  const models = path.join(server.dataDirectory, "models");
  const { runtime } = await testLlama();
  if (runtime !== undefined) await cp(runtime, path.join(models, "runtime"), { recursive: true });
  const adopted = await installGguf({ models }, file, () => undefined);
  const { database } = server.database;
  const flags = { name: "Real", context: 2048, answer: 96 };
  id = await database.transaction((sql) =>
    enterGguf({ events: openAudit(database) }, sql, { via: "start" }, { ...adopted, flags }),
  );
  const notes = Array.from({ length: 40 }, (_, index) => ({
    name: `log/${index}.md`,
    content: `# Day ${index}\n\nThe keeper of the lighthouse counted ${5400 + index} puffins on day ${index}. ${"The wind was strong. ".repeat(15)}\n`,
  }));
  await server.upload(notes);
}, 300_000);
afterAll(() => server?.stop());

const textsOf = ({ events }: Awaited<ReturnType<typeof askStreaming>>): number =>
  events.filter(({ type }) => type === "text").length;
const failed = /No answer came of it|could not be made/;

describe.skipIf(file === undefined)(
  "a real GGUF file (only where KHOJ_TEST_GGUF names one)",
  { timeout: 300_000 },
  () => {
    it("answers from notes, piece by piece, and the answer is kept with what it took", async () => {
      const asked = await askStreaming(server, {
        q: "How many puffins did the keeper count on day 7?",
        create_new: true,
      });
      expect(asked.text).not.toMatch(failed);
      expect(textsOf(asked)).toBeGreaterThan(3);
      expect(asked.types.slice(-3)).toEqual(["end_llm_response", "usage", "end_response"]);
      const references = asked.events.find((event) => event.type === "references")?.data;
      expect(references?.context.length).toBeGreaterThan(0);
      const { chat } = (await server.get(`/api/chat/history?conversation_id=${asked.conversationId}`)).json().response;
      expect(chat[1].message).toBe(asked.text.trimEnd());
    });

    it("answers where notes, conversation and question are more than it reads", async () => {
      await server.send("PATCH", `/api/admin/models/${id}`, { context_tokens: 512, answer_tokens: 64 });
      const first = await askStreaming(server, { q: "What did the keeper of the lighthouse count?", create_new: true });
      expect(first.text).not.toMatch(failed);
      const long = await askStreaming(server, {
        q: `${"The keeper counted puffins and gannets and terns. ".repeat(150)} How many puffins were there?`,
        conversation_id: first.conversationId,
      });
      expect(long.text).not.toMatch(failed);
      expect(textsOf(long)).toBeGreaterThan(3);
      await server.send("PATCH", `/api/admin/models/${id}`, { context_tokens: 2048, answer_tokens: 512 });
    });

    it("stops when it is told to, keeps what there was, and answers the next question", async () => {
      const { conversation_id } = (await server.send("POST", "/api/chat/sessions", {})).json();
      const turn = { conversation_id, turn_id: "the-turn" };
      const socket = await openSocket(server.url);
      socket.send({ q: "/general Tell a long story of a fox who crossed a river.", ...turn });
      await socket.until(() => socket.events().text.length > 20);
      expect((await server.send("POST", "/api/chat/stop", turn)).json()).toEqual({ stopped: true });
      const stopped = socket.events();
      socket.close();
      expect(stopped.types).not.toContain("end_response");
      const { chat } = (await server.get(`/api/chat/history?conversation_id=${conversation_id}`)).json().response;
      expect(chat[1].message.startsWith(stopped.text.trim().slice(0, 20))).toBe(true);
      const next = await askStreaming(server, { q: "/general Say hello.", create_new: true });
      expect(next.text).not.toMatch(failed);
      expect(next.types.at(-1)).toBe("end_response");
    });
  },
);
