import { KhojError } from "@khoj/contract";
import { afterEach, describe, expect, it } from "vitest";
import {
  type EmbeddingsEndpoint,
  type EndpointKnobs,
  startEmbeddingsEndpoint,
} from "../testing/embeddings-endpoint.ts";
import { wordVector } from "../testing/word-vector.ts";
import type { AskHttp } from "./ask-http.ts";
import { isLoopback } from "./is-loopback.ts";
import { openEndpointModel } from "./open-endpoint-model.ts";

let endpoint: EmbeddingsEndpoint | undefined;
afterEach(() => endpoint?.stop());

/** As the server's way out does: what does not come is an error in words. */
const ask: AskHttp = (address, request) =>
  fetch(address, { ...request, signal: request?.signal ?? null })
    .then(async (answer) => new Response(await answer.arrayBuffer(), answer))
    .catch((cause: unknown) => {
      throw new KhojError("unavailable", "the endpoint does not answer", { cause });
    });

async function open(knobs: Partial<EndpointKnobs> = {}, options: { key?: string; model?: string } = {}) {
  endpoint = await startEmbeddingsEndpoint(knobs);
  const { baseUrl } = endpoint;
  return openEndpointModel({ baseUrl, ask, key: options.key, model: options.model, firstWait: 5 });
}
const passages = { kind: "passage" } as const;
const counted = (texts: readonly string[]) => texts.map((text) => endpoint?.counts.get(text));

describe("a model behind an OpenAI-compatible endpoint", () => {
  it("is found out: its name, its dimensions, and that it is here", async () => {
    const model = await open({ models: ["chatty", "nomic-embed-text"], dimensions: 48 });
    expect(model).toMatchObject({ name: "nomic-embed-text", dimensions: 48, isRemote: false, maxTokens: undefined });
  });

  it("embeds each text once, in order, with vectors of length 1", async () => {
    const model = await open();
    const texts = Array.from({ length: 300 }, (_, at) => `passage number ${at}`);
    const made = await model.embed(texts, passages);
    expect(new Set(counted(texts))).toEqual(new Set([1]));
    expect(made.length).toBe(300);
    const expected = wordVector("passage number 217", 256);
    expect([...(made[217]?.[0] ?? [])].every((value, at) => Math.abs(value - (expected[at] ?? 0)) < 1e-6)).toBe(true);
  });

  it("asks for fewer at once where they are too many", async () => {
    const model = await open({ mostTexts: 7 });
    const texts = Array.from({ length: 50 }, (_, at) => `text ${at}`);
    expect((await model.embed(texts, passages)).map(({ length }) => length)).toEqual(texts.map(() => 1));
    expect(new Set(counted(texts))).toEqual(new Set([1]));
  });

  it.each([
    ["refuses them", { longest: 900 }],
    ["leaves out their ends without a word", { cutBehind: 900 }],
  ])("embeds long texts in parts where the endpoint %s", async (_, knobs) => {
    const model = await open(knobs);
    const [short, long] = await model.embed(["short", `${"far away ".repeat(150)} lighthouse`], passages);
    expect(short?.length).toBe(1);
    expect(long?.length).toBeGreaterThan(1);
    const asked = wordVector("lighthouse", 256);
    const likeness = (long ?? []).map((part) => part.reduce((sum, value, at) => sum + value * (asked[at] ?? 0), 0));
    expect(Math.max(...likeness)).toBeGreaterThan(0);
  });

  it.each([500, 503, 429])("tries again after %i, when it is told to", async (status) => {
    const model = await open();
    const { knobs } = endpoint as EmbeddingsEndpoint;
    knobs.fault = { status, times: 2, retryAfter: "0" };
    expect(await model.embed(["again"], passages)).toHaveLength(1);
    expect(counted(["again"])).toEqual([1]);
  });

  it("says which of both sides must do something", async () => {
    const model = await open({ key: "right" }, { key: "right" });
    const { knobs } = endpoint as EmbeddingsEndpoint;
    knobs.key = "another";
    await expect(model.embed(["x"], passages)).rejects.toMatchObject({
      code: "not_configured",
      message: expect.stringContaining("does not take the key"),
    });
    knobs.key = undefined;
    knobs.models = ["another"];
    await expect(model.embed(["x"], passages)).rejects.toMatchObject({
      message: expect.stringContaining("the name of the model"),
    });
  });

  it.each(["garbled", "cut", "short", "not-numbers", "misplaced", "endless"] as const)(
    "keeps nothing of an answer that is %s",
    async (answers) => {
      const model = await open();
      const { knobs } = endpoint as EmbeddingsEndpoint;
      knobs.answers = answers;
      await expect(model.embed(["x"], { kind: "query" })).rejects.toMatchObject({ code: "unavailable" });
      knobs.answers = "well";
      expect(await model.embed(["x"], { kind: "query" })).toHaveLength(1);
    },
  );

  it("never mixes dimensions", async () => {
    const model = await open({ dimensions: 64 });
    (endpoint as EmbeddingsEndpoint).knobs.dimensions = 96;
    await expect(model.embed(["x"], passages)).rejects.toMatchObject({ message: expect.stringContaining("replaced") });
  });

  it("does not keep a question waiting while it is down", async () => {
    const model = await open();
    await endpoint?.goDown();
    await expect(model.embed(["x"], { kind: "query" })).rejects.toMatchObject({ code: "unavailable" });
    await endpoint?.comeBack();
    expect(await model.embed(["x"], { kind: "query" })).toHaveLength(1);
  });

  it("stops when it is told to", async () => {
    const model = await open();
    (endpoint as EmbeddingsEndpoint).knobs.answers = "silent";
    const embedding = model.embed(["x"], passages);
    await model.close();
    await expect(embedding).rejects.toThrow();
  });

  it.each([
    ["localhost", true],
    ["127.0.0.1", true],
    ["[::1]", true],
    ["gpu.lan", false],
    ["192.168.1.5", false],
    ["127.0.0.1.evil.example", false],
  ])("sends texts away unless it is at loopback: %s", (host, here) => {
    expect(isLoopback(new URL(`http://${host}/`).hostname)).toBe(here);
  });
});
