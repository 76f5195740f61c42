import { createHash } from "node:crypto";
import { KhojError } from "@khoj/contract";
import type { EmbeddingModel } from "@khoj/models";
import { joinVectors } from "./join-vectors.ts";
import { questionParts } from "./question-parts.ts";

export interface QuestionVectorsOptions {
  /** Milliseconds a question waits for its vectors. */
  readonly patience?: number;
  /** Milliseconds for which a model that did not answer is left alone. */
  readonly rest?: number;
}

/** Makes the vectors that a question is asked by. */
export interface QuestionVectors {
  /**
   * One vector, or for a long text one of each part. Rejects with a KhojError, soon after `patience` at the latest; the
   * questions that come right after are refused at once, so that a model that hangs costs nobody else the wait.
   */
  of(model: EmbeddingModel, text: string): Promise<readonly Float32Array[]>;
}

const mostKept = 500;

export function openQuestionVectors({ patience = 2500, rest = 3000 }: QuestionVectorsOptions = {}): QuestionVectors {
  /** By model and text, the one asked for last at the end. */
  const kept = new Map<string, Promise<readonly Float32Array[]>>();
  const tired = new Map<string, { readonly until: number; readonly failure: KhojError }>();

  const embed = async (model: EmbeddingModel, text: string): Promise<readonly Float32Array[]> => {
    const parts = await inTime(patience, model, (signal) =>
      model.embed(questionParts(text), { kind: "query", signal }),
    );
    return parts.map(joinVectors);
  };

  return {
    of(model, text) {
      const key = `${model.key}\n${text.length > 200 ? createHash("sha256").update(text).digest("hex") : text}`;
      const known = kept.get(key);
      if (known !== undefined) {
        kept.delete(key);
        kept.set(key, known);
        return known;
      }
      const resting = tired.get(model.key);
      if (resting && resting.until > performance.now()) return Promise.reject(resting.failure);
      const made = embed(model, text).catch((error: unknown) => {
        kept.delete(key);
        const failure = asFailure(error, model);
        tired.set(model.key, { until: performance.now() + rest, failure });
        throw failure;
      });
      kept.set(key, made);
      for (const oldest of kept.keys()) {
        if (kept.size <= mostKept) break;
        kept.delete(oldest);
      }
      return made;
    },
  };
}

/** Also when the work does not heed its signal. */
async function inTime<Result>(
  patience: number,
  model: EmbeddingModel,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const tooLate = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new KhojError("unavailable", `the model "${model.name}" did not answer in time`));
    tooLate.abort();
  }, patience);
  try {
    return await Promise.race([work(tooLate.signal), promise]);
  } finally {
    clearTimeout(timer);
  }
}

const asFailure = (error: unknown, model: EmbeddingModel): KhojError =>
  error instanceof KhojError
    ? error
    : new KhojError("unavailable", `the model "${model.name}" failed`, { cause: error });
