import { type ModelDouble, serveModels } from "@khoj/models/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer, testModels } from "../testing/start-test-server.ts";
import { askStreaming } from "./testing/ask.ts";
import { openSocket } from "./testing/open-socket.ts";
import { useModels } from "./testing/use-models.ts";

let server: TestServer;
let double: ModelDouble;
let clear: (() => Promise<void>) | undefined;
beforeAll(async () => {
  double = await serveModels();
  server = await startTestServer({ config: { models: { ...testModels, patience: 1 } } });
  await server.upload([{ name: "light.md", content: "# Lighthouse\n\nThe keeper counted 5403 puffins.\n" }]);
});
afterEach(() => clear?.());
afterAll(async () => {
  await server?.stop();
  await double?.stop();
});

const use = async (...models: Parameters<typeof useModels>[2]) => {
  clear = await useModels(server, double, models);
};
const history = async (id: string) => (await server.get(`/api/chat/history?conversation_id=${id}`)).json().response;
const puffins = { q: "How many puffins did the keeper count?", create_new: true };
const ending = ["end_llm_response", "end_response"];
const quoted = /What your notes have:\n\n> The keeper counted 5403 puffins\.\n\n\*\*\[1\]\*\* \[light\.md/;

describe("a model that fails leaves a clear message and what was gathered, and the turn is kept", () => {
  it.each([
    ["hang", /No answer came of it/],
    ["silence", /broke off|No answer came of it/],
    ["garbage", /No answer came of it/],
    ["page", /No answer came of it/],
    ["cut", /No answer came of it/],
    ["error-inside", /No answer came of it/],
    ["key", /No answer came of it/],
    ["no-such-model", /No answer came of it/],
    ["too-long", /No answer came of it/],
    ["refusal", /declined to answer/],
    ["loop", /began to repeat itself and was stopped/],
    ["only-thoughts", /No answer came of it: words used up its answer on thoughts and said nothing/],
    ["empty-events,delay=20", /No answer came of it: words gave no answer within 5 s and was stopped/],
    ["long-line", /No answer came of it: words sent a line without an end, which is no answer/],
    ["gzip-bomb", /No answer came of it: words sent a line without an end, which is no answer/],
    ["headers", /No answer came of it: words cannot be reached: .* more headers than any answer has/],
  ])("%s", { timeout: 60_000 }, async (fault, message) => {
    await use(`words,tokens=40,fault=${fault}`);
    const { types, text, conversationId } = await askStreaming(server, puffins);
    expect(types.filter((type) => type !== "usage").slice(-2)).toEqual(ending);
    expect(text).toMatch(message);
    expect(text).toMatch(quoted);
    expect((await history(conversationId)).chat[1].message).toBe(text.trimEnd());
  });

  it("an answer at the limit of its length says so", async () => {
    await use("words,tokens=40,fault=length");
    expect((await askStreaming(server, puffins)).text).toMatch(/may not write more than this at once/);
  });

  it("an answer that comes without end is cut off where it is too long, and what there is of it stands", async () => {
    await use({ model: "words,tokens=1000000", answer_tokens: 100 }, "scripted");
    const { text, types } = await askStreaming(server, puffins);
    expect(text).toMatch(/^word1 word2 [^*]{1100,1200}\n\n\*words may not write more than this at once/);
    expect(text).not.toContain("5403");
    expect(types.slice(-2)).toEqual(ending);
  });

  it("so is one that drips, when it has taken too long; the next model is not asked", { timeout: 60_000 }, async () => {
    await use("words,tokens=1000000,delay=100", "scripted");
    const { text, conversationId } = await askStreaming(server, puffins);
    expect(text).toMatch(/^word1 word2 .*\*words took longer than an answer may and was stopped here;/s);
    expect(text).not.toContain("5403");
    await expect.poll(() => double.left.some(({ model }) => model.endsWith("delay=100"))).toBe(true);
    expect((await history(conversationId)).chat[1].message).toBe(text.trimEnd());
  });

  it("a model's text that looks like events is text", async () => {
    await use("words,fault=events");
    const { types, events } = await askStreaming(server, puffins);
    expect(types.filter((type) => type === "references" || type === "end_response")).toEqual([
      "references",
      "end_response",
    ]);
    expect(events.find((event) => event.type === "references")?.data.context).toHaveLength(1);
  });
});

describe("the next model is asked", () => {
  it("when the first gives nothing, and a step says why", async () => {
    await use("words,fault=key", "scripted");
    const { text, events } = await askStreaming(server, puffins);
    expect(text).toBe("The keeper counted 5403 puffins. [1]");
    const steps = events.flatMap((event) => (event.type === "status" ? [event.data] : []));
    expect(steps).toContainEqual(expect.stringMatching(/did not answer \(its key was refused\); asking scripted/));
  });

  it("when the first breaks off, below what there was of it", async () => {
    await use("words,tokens=40,fault=error-inside", "scripted");
    const { text } = await askStreaming(server, puffins);
    expect(text).toMatch(
      /\*The answer broke off here\. scripted answers from the beginning:\*\n\nThe keeper counted 5403 puffins\. \[1\]$/,
    );
  });

  it("with less of the conversation when it reads less", async () => {
    await use("words,fault=too-long", { model: "scripted", context_tokens: 512, answer_tokens: 64 });
    const { text } = await askStreaming(server, puffins);
    expect(text).toContain("5403 puffins. [1]");
  });
});

it("a stop keeps what there is", async () => {
  await use("words,tokens=400,delay=30");
  const socket = await openSocket(server.url);
  socket.send(puffins);
  await socket.until((frames) => frames.some((frame) => frame.includes("start_llm_response")));
  await socket.until((frames) => frames.length > 14);
  socket.send({ type: "interrupt" });
  await socket.until((frames) => frames.some((frame) => frame.includes("interrupt_acknowledged")));
  const { text, conversationId } = socket.events();
  const { message } = (await history(conversationId)).chat[1];
  expect(message.length).toBeGreaterThan(3);
  expect(message.startsWith(text.trim())).toBe(true);
  await expect.poll(() => double.left.length, { timeout: 20_000 }).toBeGreaterThan(0);
  socket.close();
});
