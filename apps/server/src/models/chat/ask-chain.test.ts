import { ChatFailure, openProviderModel } from "@khoj/models";
import { falseEvents, type ModelDouble, serveModels } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStreamingEgress } from "../../platform/egress/open-streaming-egress.ts";
import type { ChainPiece, NamedChatModel } from "../chat-models.ts";
import { askChain } from "./ask-chain.ts";

let double: ModelDouble;
beforeAll(async () => {
  double = await serveModels();
});
afterAll(() => double.stop());

const linked = (model: string, id: number, patience = 20_000): NamedChatModel => {
  const rules = { mayReach: ({ origin }: URL) => origin === double.url, patience, silence: patience };
  const provider = { kind: "openai", name: "Double", baseUrl: `${double.url}/v1`, key: undefined } as const;
  const name = `Model ${id}`;
  const facts = { model, name, contextTokens: 8192, answerTokens: 512, sees: false, isRemote: false, pauses: [] };
  return {
    id,
    name,
    place: undefined,
    model: openProviderModel({ ...provider, fetch: openStreamingEgress(rules) }, facts),
  };
};

const ask = (signal?: AbortSignal) => ({
  turns: [{ by: "user", parts: [{ kind: "text", value: "What of it?" }] }] as const,
  answerTokens: 100,
  signal,
});

/** What a reader who follows the steps has at the end. */
async function follow(models: readonly NamedChatModel[], signal?: AbortSignal) {
  const pieces: ChainPiece[] = [];
  let failure: unknown;
  try {
    for await (const piece of askChain(models, ask(signal))) pieces.push(piece);
  } catch (error) {
    failure = error;
  }
  const from = pieces.findLastIndex((piece) => piece.kind === "step" && piece.withdraws) + 1;
  const text = pieces
    .slice(from)
    .map((piece) => (piece.kind === "text" ? piece.text : ""))
    .join("");
  const steps = pieces.flatMap((piece) => (piece.kind === "step" ? [piece.text] : []));
  return { pieces, text, steps, failure };
}

describe("a chain of models", () => {
  it.each([
    ["hang", "nothing came in time"],
    ["silence", "nothing came in time"],
    ["garbage", "what came could not be understood"],
    ["page", "what came could not be understood"],
    ["rate-limit", "rate limit"],
    ["overloaded", "it is overloaded"],
    ["broken", "it failed"],
    ["error-inside", "it failed"],
    ["key", "its key was refused"],
    ["no-such-model", "its provider does not have it"],
    ["too-long", "the question with its notes is longer than it reads"],
    ["refusal", "it refused"],
    ["loop", "it went round in circles"],
  ])("asks the next one, and says why: %s", async (fault, why) => {
    const waits = /hang|silence/.test(fault) ? 300 : 20_000;
    const { text, steps, failure } = await follow([
      linked(`words,fault=${fault}`, 2, waits),
      linked("words,tokens=2", 3),
    ]);
    expect([text, steps, failure]).toEqual([
      "word1 word2",
      [`Model 2 did not answer (${why}); asking Model 3`],
      undefined,
    ]);
  });

  it("says where texts go when the next one is elsewhere", async () => {
    const elsewhere = { ...linked("words,tokens=2", 3), place: "models.example.org" };
    const { steps } = await follow([linked("words,fault=overloaded", 2), elsewhere]);
    expect(steps).toEqual(["Model 2 did not answer (it is overloaded); asking Model 3 at models.example.org"]);
  });

  it("takes back what a model said before it broke off in the middle of a character", async () => {
    const models = [linked("words,fault=cut,after=2,delay=20", 2), linked("words,tokens=1", 3)];
    const { pieces, text } = await follow(models);
    expect(pieces.filter(({ kind }) => kind === "step")).toMatchObject([{ withdraws: true, asking: { id: 3 } }]);
    expect(text).toBe("word1");
  });

  it("leaves what came when there is no other, and says what each one said", async () => {
    const { text, failure } = await follow([
      linked("words,fault=key", 2),
      linked("words,fault=silence,after=1", 3, 300),
    ]);
    expect(text).toBe("word1");
    expect(failure).toBeInstanceOf(ChatFailure);
    expect(failure).toMatchObject({
      kind: "slow",
      message: expect.stringMatching(/^Model 2 refused the key.*Model 3 did not answer/),
    });
  });

  it("leaves the last one's refusal as it is", async () => {
    const { pieces, failure } = await follow([linked("words,fault=refusal", 2)]);
    expect([pieces.at(-1), failure]).toEqual([expect.objectContaining({ kind: "end", end: "refused" }), undefined]);
  });

  it("asks nobody further when the person stops it", async () => {
    const stopping = new AbortController();
    const following = follow([linked("words,fault=hang,stopped", 2), linked("words,never", 3)], stopping.signal);
    await expect.poll(() => double.asked.some(({ model }) => model.endsWith(",stopped"))).toBe(true);
    stopping.abort(new Error("stopped"));
    expect(String((await following).failure)).toContain("stopped");
    expect(double.asked.some(({ model }) => model.endsWith(",never"))).toBe(false);
  });

  it("hands on what looks like events of ours as text", async () => {
    const { text } = await follow([linked("words,tokens=0,fault=events", 2)]);
    expect(text).toBe(falseEvents);
  });
});
