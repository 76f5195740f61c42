import type { SearchWay } from "@khoj/contract";
import { type AskHttp, type EmbeddingModel, openEndpointModel } from "@khoj/models";
import { type EmbeddingsEndpoint, startEmbeddingsEndpoint } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EmbeddingState } from "../../models/index.ts";
import { parseQuery } from "../parse-query.ts";
import { askMeaning } from "./ask-meaning.ts";
import { questionParts } from "./question-parts.ts";
import { openQuestionVectors } from "./question-vectors.ts";
import { openSimilarityScales } from "./similarity-scale.ts";

let endpoint: EmbeddingsEndpoint;
let model: EmbeddingModel;
beforeAll(async () => {
  endpoint = await startEmbeddingsEndpoint();
  const ask: AskHttp = (address, { signal = null, ...request } = {}) => fetch(address, { ...request, signal });
  model = await openEndpointModel({ baseUrl: endpoint.baseUrl, ask, key: undefined, model: undefined });
});
afterAll(async () => {
  await model.close();
  await endpoint.stop();
});

const off: EmbeddingState = { state: "off", reason: undefined, model: undefined };
interface Asked {
  readonly how?: SearchWay;
  readonly prefix?: boolean;
  readonly scripts?: readonly string[];
  readonly state?: EmbeddingState;
}
const ask = (question: string, { how = "both", prefix = false, scripts, state }: Asked = {}) =>
  askMeaning(
    {
      models: {
        serving: () => (state ? undefined : { id: 7, model: { ...model, scripts } }),
        state: () => state ?? off,
      },
      questions: openQuestionVectors(),
      scales: openSimilarityScales(),
    },
    { parsed: parseQuery(question, { now: new Date(), timeZone: "UTC" }), how, prefix },
  );

describe("a question", () => {
  it("is asked by meaning with its vector and the model's number", async () => {
    const { query, weight, isMissed } = await ask("when do tomatoes ripen");
    expect(query).toMatchObject({ modelId: 7, alone: false, vectors: [expect.any(Float32Array)] });
    expect([weight > 0, isMissed]).toEqual([true, false]);
  });

  it.each([
    ["数据库什么时候备份", ["Latin"], true],
    ["متى أعيد الكتب", ["Latin"], true],
    ["数据库什么时候备份", ["Latin", "Han"], false],
    ["数据库什么时候备份", undefined, false],
    ["Wann reifen Tomaten?", ["Latin"], false],
    ["was heißt 茶 auf Deutsch, und wie wird es gekocht", ["Latin"], false],
  ])("in a writing the model does not know is for words: %s, %j", async (question, scripts, isMissed) => {
    const part = await ask(question, scripts ? { scripts } : {});
    expect([part.isMissed, part.query === undefined]).toEqual([isMissed, isMissed]);
    if (isMissed) expect(part.reason).toMatch(/does not know the writing/);
    expect((await ask(question, { how: "meaning", ...(scripts && { scripts }) })).query).toBeDefined();
  });

  it.each([
    "INC-4412",
    "v1.29.3",
    "fs.inotify.max_user_watches",
    "ann.lee@example.org",
    "flush_batch",
    "maxRetryCount",
    "index_builder.py",
    "2024-03-15",
    "14.5",
    '"apple tree"',
    '+"tree"',
    "…",
  ])("that is a name, a number, quoted, or no word at all is for words: %s", async (question) => {
    expect(await ask(question)).toMatchObject({ weight: 0, isMissed: false, query: undefined });
  });

  it.each([
    "exit code 137",
    "sleep",
    "the e-mail about 14 mites",
    "who is Tomas?",
    '"apple tree" swarm',
    'tree +"apple"',
    "What happened at 5pm",
  ])("that has other words too is for both: %s", async (question) => {
    expect((await ask(question)).query).toBeDefined();
  });
});

it.each<[EmbeddingState, RegExp]>([
  [off, /^no model that reads meaning is set up$/],
  [{ state: "getting", reason: undefined, model: "small", gotBytes: 40, ofBytes: 100 }, /"small" is being got \(40 % /],
  [{ state: "waiting", reason: "the endpoint is away", model: "small" }, /^the endpoint is away$/],
  [{ state: "loading", reason: undefined, model: "small" }, /being loaded/],
  [{ state: "failed", reason: "a wrong hash; get it again", model: "small" }, /^a wrong hash; get it again$/],
])("without a model it says why: %j", async (state, reason) => {
  const part = await ask("when do tomatoes ripen", { state });
  expect(part).toMatchObject({ weight: 0, isMissed: true, model: null, query: undefined });
  expect(part.reason).toMatch(reason);
});

it("a long text is asked by at most eight pieces of whole words, from its first to its last", () => {
  const text = Array.from({ length: 8000 }, (_, number) => `word${number}`).join(" ");
  const parts = questionParts(text);
  expect(parts).toHaveLength(8);
  for (const part of parts) {
    expect(part.length).toBeLessThanOrEqual(1000);
    expect(text).toContain(
      ` ${part} `.slice(part.startsWith("word0 ") ? 1 : 0, part.endsWith("word7999") ? -1 : undefined),
    );
  }
  expect([parts[0]?.startsWith("word0 "), parts.at(-1)?.endsWith(" word7999")]).toEqual([true, true]);
  expect(questionParts("short")).toEqual(["short"]);
  expect(questionParts("茶".repeat(5000)).every((part) => part.length > 0 && part.length <= 1000)).toBe(true);
});

it("a long text without spaces is cut between its words", () => {
  const text = "数据库每天晚上备份一次。".repeat(200);
  const words = [...new Intl.Segmenter("zh", { granularity: "word" }).segment(text)];
  const borders = new Set([...words.map(({ index }) => index), text.length]);
  for (const part of questionParts(text)) {
    expect(part.length).toBeLessThanOrEqual(1000);
    // The text repeats itself every 12 characters, so any place where the part stands says where its words end.
    const from = text.indexOf(part);
    expect([borders.has(from), borders.has(from + part.length)]).toEqual([true, true]);
  }
});
