import type { EmbeddingModel } from "@khoj/models";
import { FUSION, type SimilarityScale } from "../fusion/fusion-numbers.ts";
import { samplePairs } from "./sample-pairs.ts";

/** What similarities are worth, model by model. */
export interface SimilarityScales {
  /** The usual scale until the model's own is measured, which its first question sets off. */
  of(model: EmbeddingModel): SimilarityScale;
}

export function openSimilarityScales(): SimilarityScales {
  const measured = new Map<string, SimilarityScale>();
  return {
    of(model) {
      const known = measured.get(model.key);
      if (known) return known;
      measured.set(model.key, usual);
      void measure(model).then(
        (scale) => measured.set(model.key, scale),
        // It is measured by a later question.
        () => measured.delete(model.key),
      );
      return usual;
    },
  };
}

const { leastSimilarity, leastOfFew, unlike, alike } = FUSION;
const usual: SimilarityScale = { leastSimilarity, leastOfFew, unlike, alike };
const patience = 30_000;

/** Asks the model about pairs of which each belongs to one another and to none of the rest. */
async function measure(model: EmbeddingModel): Promise<SimilarityScale> {
  const signal = AbortSignal.timeout(patience);
  const questions = await model.embed(
    samplePairs.map(([question]) => question),
    { kind: "query", signal },
  );
  const passages = await model.embed(
    samplePairs.map(([, passage]) => passage),
    { kind: "passage", signal },
  );
  const of = (isPair: (question: number, passage: number) => boolean): number[] =>
    questions.flatMap(([one], question) =>
      passages.flatMap(([other], passage) => (one && other && isPair(question, passage) ? [product(one, other)] : [])),
    );
  return scaleOf(
    of((question, passage) => question === passage),
    of((question, passage) => question !== passage),
  );
}

/** Least distance of the two means, in standard deviations of what is unlike, for a model that can be said to tell them apart. */
const leastApart = 2.5;

/** The usual numbers, moved to where this model puts what is alike and what is not. */
export function scaleOf(alikes: readonly number[], unlikes: readonly number[]): SimilarityScale {
  const [far, near] = [mean(unlikes), mean(alikes)];
  const deviation = Math.sqrt(mean(unlikes.map((value) => (value - far) ** 2)));
  if (!(near - far > leastApart * deviation)) return usual;
  const at = (share: number): number => Math.min(1, far + share * (near - far));
  return { leastSimilarity: at(0.62), leastOfFew: at(0.43), unlike: at(0.19), alike: at(2.1) };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function product(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
