import { KhojError } from "@khoj/contract";
import type { EmbeddingModel } from "@khoj/models";
import { expect, it } from "vitest";
import { openQuestionVectors } from "./question-vectors.ts";

/** A model that says which texts it was asked for, and by which number of it. */
function aModel(key: string, asked: string[], embed?: EmbeddingModel["embed"]): EmbeddingModel {
  return {
    key,
    name: key,
    dimensions: 2,
    maxTokens: undefined,
    scripts: undefined,
    isRemote: false,
    embed:
      embed ??
      (async (texts) => {
        asked.push(...texts.map((text) => `${key}: ${text}`));
        return texts.map(() => [Float32Array.of(1, 0)]);
      }),
    close: async () => {},
  };
}

it("a question asked again has its vector already, of the same model only", async () => {
  const asked: string[] = [];
  const questions = openQuestionVectors();
  const [one, other] = [aModel("one", asked), aModel("other", asked)];
  for (const model of [one, one, other, other, one]) await questions.of(model, "where is the ferry");
  expect(asked).toEqual(["one: where is the ferry", "other: where is the ferry"]);
});

it("as many are kept as a bound says: the one asked for longest ago goes first", async () => {
  const asked: string[] = [];
  const questions = openQuestionVectors();
  const model = aModel("one", asked);
  await questions.of(model, "kept");
  for (let at = 0; at < 499; at++) await questions.of(model, `question ${at}`);
  await questions.of(model, "kept");
  for (let at = 499; at < 510; at++) await questions.of(model, `question ${at}`);
  asked.length = 0;
  await questions.of(model, "kept");
  await questions.of(model, "question 509");
  expect(asked).toEqual([]);
  await questions.of(model, "question 0");
  expect(asked).toEqual(["one: question 0"]);
});

it("what failed is not kept, and the questions right after are refused at once", async () => {
  let isAway = true;
  let requests = 0;
  const model = aModel("one", [], async (texts) => {
    requests++;
    if (isAway) throw new KhojError("unavailable", "nobody is there");
    return texts.map(() => [Float32Array.of(1, 0)]);
  });
  const questions = openQuestionVectors({ rest: 30 });
  await expect(questions.of(model, "ferry")).rejects.toThrow("nobody is there");
  await expect(questions.of(model, "tram")).rejects.toThrow("nobody is there");
  expect(requests).toBe(1);
  isAway = false;
  await expect.poll(() => questions.of(model, "ferry").catch(() => undefined)).toEqual([Float32Array.of(1, 0)]);
});
