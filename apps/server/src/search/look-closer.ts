import type { Reranker } from "@khoj/models";
import type { SearchHit } from "./hit.ts";
import { rerank } from "./index/rerank.ts";

/** So many are looked at closely before the best of them are answered. */
export const lookedAt = 30;
/** Milliseconds a model may take for it. */
const patience = 10_000;

/** Orders the hits by a closer look at what is shown of them; those alike stay in the order they had. */
export async function lookCloser(
  reranker: Reranker | undefined,
  question: string,
  hits: readonly SearchHit[],
  signal: AbortSignal | undefined,
): Promise<readonly SearchHit[]> {
  const closer = (reranker && (await byModel(reranker, question, hits, signal))) ?? byPassages(question, hits);
  return hits
    .map((hit, at) => ({ ...hit, crossRelevance: closer[at] ?? hit.relevance }))
    .sort((one, other) => other.crossRelevance - one.crossRelevance);
}

/** Undefined when the model fails or takes too long: a search is not to fail of what was to make it better. */
async function byModel(
  reranker: Reranker,
  question: string,
  hits: readonly SearchHit[],
  signal: AbortSignal | undefined,
): Promise<readonly number[] | undefined> {
  const inTime = AbortSignal.timeout(patience);
  const stop = signal ? AbortSignal.any([signal, inTime]) : inTime;
  const passages = hits.map(({ headings, text }) => [...headings, text].join("\n"));
  const late = new Promise<undefined>((resolve) => {
    stop.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  const ranked = await Promise.race([reranker.rank(question, passages, stop).catch(() => undefined), late]);
  return ranked?.length === hits.length ? ranked : undefined;
}

function byPassages(question: string, hits: readonly SearchHit[]): readonly number[] {
  const passages = hits.map(({ entry, headings, relevance, ranks }) => ({
    ...{ text: entry, headings, relevance },
    likely: ranks.nearness ?? 0,
  }));
  return rerank(question, passages);
}
