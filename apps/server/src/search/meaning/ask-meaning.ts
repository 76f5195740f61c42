import { KhojError, type SearchWay } from "@khoj/contract";
import type { EmbeddingModel } from "@khoj/models";
import type { EmbeddingModels } from "../../models/index.ts";
import type { MeaningQuery } from "../fusion/find-chunks.ts";
import { FUSION } from "../fusion/fusion-numbers.ts";
import { areKnown, scriptSet, scriptsOf } from "../index/scripts.ts";
import type { ParsedQuery } from "../parse-query.ts";
import type { QuestionVectors } from "./question-vectors.ts";
import type { SimilarityScales } from "./similarity-scale.ts";
import { whyNoModel } from "./why-no-model.ts";
import { whyWordsDecide } from "./words-decide.ts";

export interface MeaningDeps {
  readonly models: Pick<EmbeddingModels, "serving" | "state">;
  readonly questions: QuestionVectors;
  readonly scales: SimilarityScales;
}

/** What part meaning takes in a search. */
export interface MeaningPart {
  readonly model: string | null;
  /** What it counts beside words, from 0 to 1. */
  readonly weight: number;
  /** Why it takes no part. */
  readonly reason: string | undefined;
  /** It would take part if it could. */
  readonly isMissed: boolean;
  readonly query: MeaningQuery | undefined;
}

/** Decides whether a question is asked by meaning too, and makes its vectors. Never fails: words answer without it. */
export async function askMeaning(
  { models, questions, scales }: MeaningDeps,
  asked: { readonly parsed: ParsedQuery; readonly how: SearchWay; readonly prefix: boolean },
): Promise<MeaningPart> {
  const serving = models.serving();
  const without = (reason: string, isMissed: boolean): MeaningPart => ({
    model: serving?.model.name ?? null,
    weight: 0,
    reason,
    isMissed,
    query: undefined,
  });
  const decided = whyWordsDecide(asked);
  if (asked.how === "words" && decided !== undefined) return without(decided, false);
  if (serving === undefined) return without(whyNoModel(models.state()), true);
  if (decided !== undefined) return without(decided, false);
  const { id, model } = serving;
  const alone = asked.how === "meaning";
  if (!alone && model.scripts && !areKnown(scriptsOf(asked.parsed.text), scriptSet(model.scripts))) {
    return without(`the model "${model.name}" does not know the writing of this question`, true);
  }
  try {
    const vectors = await questions.of(model, asked.parsed.text);
    const isForeign = isForeignTo(model, asked.parsed.text);
    const query = { modelId: id, vectors, alone, scale: scales.of(model), scripts: model.scripts, isForeign };
    return { model: model.name, weight: alone ? 1 : FUSION.weight, reason: undefined, isMissed: false, query };
  } catch (error) {
    const now = models.serving();
    // Another model took over meanwhile, and this one was closed.
    if (now !== undefined && now.id !== id) return askMeaning({ models, questions, scales }, asked);
    return without(error instanceof KhojError ? error.message : `the model "${model.name}" failed`, true);
  }
}

/** Pieces a word falls into from which on a question is taken to be in a language the model was not made for. */
const foreignPieces = 1.5;

export const isForeignTo = (model: Pick<EmbeddingModel, "tokensPerWord">, question: string): boolean =>
  (model.tokensPerWord?.(question) ?? 1) >= foreignPieces;
