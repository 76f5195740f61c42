import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChatAsk, ChatFailure, type ChatModel, type ChatPiece } from "../chat-model.ts";
import { loopedSentence, type ModelDouble, serveModels } from "../testing/index.ts";
import { listProviderModels } from "./list-models.ts";
import type { ModelFetch, Provider, ProviderKind } from "./provider.ts";
import { openProviderModel } from "./provider-model.ts";
import { speak, transcribe } from "./speech.ts";

const secret = "sk-a-key-that-nobody-may-see";
let double: ModelDouble;
beforeAll(async () => {
  double = await serveModels({ models: ["words", "scripted"], key: secret });
});
afterAll(() => double.stop());

const fetchAnything: ModelFetch = (address, request) => fetch(address, request as RequestInit);
const kinds: readonly ProviderKind[] = ["openai", "anthropic", "google"];

const providerOf = (kind: ProviderKind, changes: Partial<Provider> = {}): Provider => ({
  kind,
  name: "The double",
  baseUrl: `${double.url}/${kind === "google" ? "v1beta" : "v1"}`,
  key: secret,
  fetch: fetchAnything,
  ...changes,
});

const modelOf = (kind: ProviderKind, model: string, changes: Partial<Provider> = {}, longest = 60_000): ChatModel =>
  openProviderModel(providerOf(kind, changes), {
    model,
    name: "The model",
    contextTokens: 8192,
    answerTokens: 512,
    sees: true,
    isRemote: false,
    longest,
    pauses: [1, 1],
  });

const question = "What is the secret plan about?";
const asking = (text = question, more: Partial<ChatAsk> = {}): ChatAsk => ({
  turns: [
    { by: "system", parts: [{ kind: "text", value: "You answer from notes." }] },
    { by: "user", parts: [{ kind: "text", value: text }] },
  ],
  answerTokens: 100,
  ...more,
});

interface Told {
  readonly pieces: ChatPiece[];
  readonly text: string;
  readonly thoughts: string;
  readonly failure: ChatFailure | undefined;
}

/** All pieces, and the failure when one came. */
async function tell(model: ChatModel, ask = asking()): Promise<Told> {
  const pieces: ChatPiece[] = [];
  let failure: ChatFailure | undefined;
  try {
    for await (const piece of model.ask(ask)) pieces.push(piece);
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    failure = error;
  }
  const said = (kind: string) =>
    pieces.map((piece) => (piece.kind === kind && "text" in piece ? piece.text : "")).join("");
  return { pieces, text: said("text"), thoughts: said("thought"), failure };
}

describe.each(kinds)("a model that speaks %s's protocol", (kind) => {
  it("streams its answer in pieces, with what it cost", async () => {
    const { pieces, text } = await tell(modelOf(kind, "words,tokens=3"));
    expect(text).toBe("word1 word2 word3");
    expect(pieces.filter((piece) => piece.kind === "text").length).toBeGreaterThan(1);
    expect(pieces.at(-1)).toEqual({
      kind: "end",
      end: "complete",
      usage: { inputTokens: 10, outputTokens: 3 },
    });
  });

  it("is told the system's words, the conversation, the limit, and is shown the picture", async () => {
    const picture = { kind: "image", value: "data:image/png;base64,iVBORw0KGgo=" } as const;
    const turns = [
      ...asking("first").turns,
      { by: "assistant", parts: [{ kind: "text", value: "second" }] },
      { by: "user", parts: [{ kind: "text", value: "third" }, picture] },
    ] as const;
    await tell(modelOf(kind, "echo"), asking("", { turns, answerTokens: 77 }));
    const asked = double.asked.at(-1);
    expect(asked?.turns.map(({ by, text }) => [by, text])).toEqual([
      ["system", "You answer from notes."],
      ["user", "first"],
      ["assistant", "second"],
      ["user", "third"],
    ]);
    expect([asked?.turns.at(-1)?.pictures, asked?.answerTokens, asked?.protocol]).toEqual([1, 77, kind]);
  });

  it("gives its thoughts apart from its answer", async () => {
    const { text, thoughts } = await tell(modelOf(kind, "words,tokens=1,thinks"));
    expect([thoughts, text]).toEqual(["Let me look at the notes.", "word1"]);
  });

  it("answers in JSON when it is to", async () => {
    const shape = { type: "object", properties: { queries: { type: "array", items: { type: "string" } } } };
    const answer = '{"queries":["plan"]}';
    const { text } = await tell(modelOf(kind, "echo"), asking(answer, { json: shape }));
    expect(text).toContain(answer);
    expect(double.asked.at(-1)?.json).toBe(true);
  });

  it.each([
    ["rate-limit", "rate-limit"],
    ["overloaded", "overloaded"],
    ["broken", "failed"],
    ["key", "key"],
    ["no-such-model", "no-such-model"],
    ["too-long", "too-long"],
    ["garbage", "garbled"],
    ["page", "garbled"],
  ])("says in words what failed, without its key or the question: %s", async (fault, expected) => {
    const { failure, pieces } = await tell(modelOf(kind, `words,fault=${fault}`));
    expect([failure?.kind, pieces]).toEqual([expected, []]);
    expect(failure?.message).toMatch(/^The model /);
    const everything = `${failure?.message} ${failure?.stack} ${String(failure?.cause)}`;
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain("abc***xyz");
    expect(everything).not.toContain("secret plan");
  });

  it.each([
    ["is cut in the middle of a character", "cut", ["garbled", "unreachable"]],
    ["is told to have failed", "error-inside", ["failed", "overloaded"]],
  ])("keeps what came of an answer that %s", async (_what, fault, expected) => {
    const { text, failure } = await tell(modelOf(kind, `words,tokens=5,after=2,delay=20,fault=${fault}`));
    expect(text).toBe("word1 word2");
    expect(expected).toContain(failure?.kind);
  });

  it("ends by itself when the model goes round in circles", async () => {
    const { pieces, text } = await tell(modelOf(kind, "words,fault=loop"));
    expect(pieces.at(-1)).toMatchObject({ kind: "end", end: "looping" });
    expect(text.length).toBeLessThan(loopedSentence.length * 100);
    await expect
      .poll(() => double.left.some(({ protocol, model }) => protocol === kind && /loop/.test(model)))
      .toBe(true);
  });

  it("ends at its limit of characters when the provider knows none", async () => {
    const { pieces, text } = await tell(modelOf(kind, "words,tokens=1000000"), asking(question, { answerTokens: 20 }));
    expect([text.length, pieces.at(-1)]).toMatchObject([240, { kind: "end", end: "length" }]);
    const thinking = await tell(modelOf(kind, "words,fault=only-thoughts"), asking(question, { answerTokens: 20 }));
    expect([thinking.thoughts.length, thinking.failure?.kind]).toEqual([240, "failed"]);
    expect(thinking.failure?.message).toMatch(/^The model used up its answer on thoughts and said nothing/);
  });

  it("ends at its limit of time, however much comes: with what there was, or as one that is slow", async () => {
    const dripping = await tell(modelOf(kind, "words,tokens=1000000,delay=20", {}, 500));
    expect(dripping.text).toMatch(/^word1/);
    expect(dripping.pieces.at(-1)).toMatchObject({ kind: "end", end: "late" });
    const { failure, pieces } = await tell(modelOf(kind, "words,fault=empty-events,delay=5", {}, 300));
    expect([failure?.kind, pieces]).toEqual(["slow", []]);
    expect(failure?.message).toBe("The model gave no answer within 1 s and was stopped");
    await expect.poll(() => double.left.filter(({ model }) => /=20$|empty/.test(model)).length).toBeGreaterThan(1);
  });

  it.each([
    ["long-line", "garbled", "sent a line without an end"],
    ["gzip-bomb", "garbled", "sent a line without an end"],
    ["headers", "unreachable", "cannot be reached"],
  ])("takes no more than it can hold: %s", async (fault, expected, message) => {
    const { failure, pieces } = await tell(modelOf(kind, `words,fault=${fault}`));
    expect([failure?.kind, pieces]).toEqual([expected, []]);
    expect(failure?.message).toContain(`The model ${message}`);
  });

  it.each([
    ["refusal", "refused"],
    ["length", "length"],
  ])("says how it ended: %s", async (fault, end) => {
    const { pieces } = await tell(modelOf(kind, `words,fault=${fault}`));
    expect(pieces.at(-1)).toMatchObject({ kind: "end", end });
  });

  it("joins a character that came in two halves", async () => {
    const { text } = await tell(modelOf(kind, "words,tokens=0,fault=half-characters"));
    expect(text).toBe("The end: 🔚.");
  });

  it("gives events written as text as the text they are", async () => {
    const { text, failure } = await tell(modelOf(kind, "words,tokens=1,fault=events"));
    expect([text.startsWith('{"type":"references"'), failure]).toEqual([true, undefined]);
  });

  it("tries again while nothing has come", async () => {
    const { text, failure } = await tell(modelOf(kind, "words,tokens=1,fault=overloaded,times=2"));
    expect([text, failure]).toEqual(["word1", undefined]);
  });

  it("does not wait for a provider that says to come back much later", async () => {
    const { failure } = await tell(modelOf(kind, "words,fault=rate-limit,retry=3600"));
    expect(failure).toMatchObject({ kind: "rate-limit", retryAfter: 3_600_000 });
    expect(failure?.message).toContain("3600 s");
  });

  it.each(["words,fault=hang", "words,after=1,fault=silence"])("stops at once when told to: %s", async (name) => {
    const stopping = new AbortController();
    const told = tell(modelOf(kind, `${name},kind=${kind}`), asking(question, { signal: stopping.signal }));
    await expect.poll(() => double.asked.some(({ model }) => model === `${name},kind=${kind}`)).toBe(true);
    stopping.abort(new Error("stopped"));
    await expect(told).rejects.toThrow("stopped");
    await expect.poll(() => double.left.some(({ model }) => model === `${name},kind=${kind}`)).toBe(true);
  });

  it("says that nothing is there", async () => {
    const { failure } = await tell(modelOf(kind, "words", { baseUrl: "http://127.0.0.1:9/v1" }));
    expect(failure?.kind).toBe("unreachable");
  });

  it("lists its models", async () => {
    expect(await listProviderModels(providerOf(kind))).toEqual(["scripted", "words"]);
    const refused = listProviderModels(providerOf(kind, { key: "another" }));
    await expect(refused).rejects.toMatchObject({ name: "ChatFailure", kind: "key" });
  });
});

describe("OpenAI's protocol", () => {
  it("sends the query of an address along, as Azure wants it, and works without a key", async () => {
    const addresses: string[] = [];
    const fetch: ModelFetch = (address, request) => {
      addresses.push(address);
      return fetchAnything(address, request);
    };
    const baseUrl = `${double.url}/v1?api-version=2024-10-21`;
    await tell(modelOf("openai", "words", { fetch, baseUrl }));
    await listProviderModels(providerOf("openai", { fetch, baseUrl }));
    expect(addresses.map((address) => new URL(address).search)).toEqual([
      "?api-version=2024-10-21",
      "?api-version=2024-10-21",
    ]);
    const { failure } = await tell(modelOf("openai", "words", { key: undefined }));
    expect([failure?.kind, double.asked.at(-1)?.key]).toEqual(["key", undefined]);
  });

  it("tells thoughts from an answer where a model writes them into its text", async () => {
    const { text, thoughts } = await tell(modelOf("openai", "echo"), asking("<think>let me see</think>\n\nForty-two"));
    expect([thoughts, text]).toEqual(["let me see", "Forty-two"]);
  });

  it("hears and reads aloud", async () => {
    const recording = { bytes: new Uint8Array(2000), type: "audio/webm", fileName: "blob.webm" };
    expect(await transcribe(providerOf("openai"), { model: "whisper-1", recording })).toBe("heard 2000 bytes");
    expect(double.heard.at(-1)).toMatchObject({
      path: "/v1/audio/transcriptions",
      model: "whisper-1",
      fileName: "blob.webm",
    });
    const spoken = await speak(providerOf("openai"), { model: "tts-1", voice: "alloy", text: "Hello" });
    const bytes: number[] = [];
    for await (const piece of spoken) bytes.push(...piece);
    expect(Buffer.from(bytes).toString("latin1")).toContain("Hello");
    const failing = transcribe(providerOf("openai"), { model: "whisper-1,fault=broken", recording });
    await expect(failing).rejects.toMatchObject({ name: "ChatFailure", kind: "failed" });
  });
});

describe("counting tokens", () => {
  // Counts of OpenAI's o200k_base tokeniser, written down.
  it.each([
    ["The quick brown fox jumps over the lazy dog.", 10],
    ["Der schnelle braune Fuchs springt über den faulen Hund.", 13],
    ["人工智能正在改变世界。", 8],
  ])("is right within a factor of two: %s", (text, truth) => {
    const counted = modelOf("openai", "words").countTokens(text);
    expect(counted).toBeGreaterThanOrEqual(truth / 2);
    expect(counted).toBeLessThanOrEqual(truth * 2);
  });
});
