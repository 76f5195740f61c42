import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { referenceEncoder } from "../testing/reference-encoder.ts";
import { type TinyModel, writeTinyModel } from "../testing/tiny-model.ts";
import { readModelFolder } from "./model-folder.ts";
import { openLocalEmbeddingModel } from "./open-local-embedding-model.ts";
import { openLocalReranker } from "./open-local-reranker.ts";
import { fillTemplate } from "./tokenize/tokenizer.ts";

const root = mkdtempSync(path.join(tmpdir(), "khoj-local-models-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
const tinyModel = (model: TinyModel): string => writeTinyModel(path.join(root, `model-${count++}`), model);

const texts = ["The cat sat on the mat", "sun, rain and a dog", "zz", "", "fast fast fast fast fast fast dog"];

describe("a model built from its weights", () => {
  it.each([
    { kind: "bert", pooling: "mean", activation: "gelu" },
    { kind: "bert", pooling: "cls", activation: "gelu_new" },
    { kind: "xlm-roberta", pooling: "mean", activation: "gelu" },
    { kind: "xlm-roberta", pooling: "cls", activation: "relu" },
  ] as const)("makes the vectors that an independent computation makes ($kind, $pooling, $activation)", async (one) => {
    const folder = tinyModel(one);
    const reference = referenceEncoder(folder);
    const { tokenizer } = await readModelFolder(folder);
    const wanted = texts.map((text) =>
      reference.vector(fillTemplate(tokenizer.single, tokenizer.encode(text)), one.pooling),
    );
    for (const numbers of ["float", "int8"] as const) {
      const model = await openLocalEmbeddingModel({ folder, numbers, pooling: one.pooling, processes: 1 });
      const made = await model.embed(texts, { kind: "passage" });
      await model.close();
      for (const [index, [vector]] of made.entries()) {
        const off = Math.max(...(wanted[index] ?? []).map((value, at) => Math.abs(value - (vector?.[at] ?? 9))));
        if (numbers === "float") expect(off).toBeLessThan(1e-5);
        else expect(cosine(wanted[index] ?? [], vector ?? [])).toBeGreaterThan(0.99);
      }
    }
  });

  it.each(["F16", "BF16"] as const)("makes nearly the same vectors of weights in halves (%s)", async (dtype) => {
    const vectors = [];
    for (const folder of [tinyModel({ kind: "bert" }), tinyModel({ kind: "bert", dtype })]) {
      const model = await openLocalEmbeddingModel({ folder, numbers: "float", processes: 1 });
      vectors.push(...(await model.embed(["the cat ran"], { kind: "query" })));
      await model.close();
    }
    expect(cosine(vectors[0]?.[0] ?? [], vectors[1]?.[0] ?? [])).toBeGreaterThan(0.999);
  });

  it.each(["bert", "xlm-roberta"] as const)("ranks passages as an independent computation does (%s)", async (kind) => {
    const folder = tinyModel({ kind, head: "classifier", seed: 7 });
    const { tokenizer } = await readModelFolder(folder);
    const reranker = await openLocalReranker({ folder, numbers: "float", processes: 1 });
    const ranked = await reranker.rank("cat on mat", texts);
    await reranker.close();
    const reference = referenceEncoder(folder);
    const wanted = texts.map((text) => {
      const [score = 0] = reference.scores(
        fillTemplate(tokenizer.pair, tokenizer.encode("cat on mat"), tokenizer.encode(text)),
      );
      return 1 / (1 + Math.exp(-score));
    });
    for (const [index, value] of ranked.entries()) expect(value).toBeCloseTo(wanted[index] ?? 9, 5);
  });
});

const cosine = (some: ArrayLike<number>, others: ArrayLike<number>): number =>
  Array.from(some).reduce((sum, value, at) => sum + value * (others[at] ?? 0), 0) / Math.hypot(...Array.from(some));
