import type { SimilarityScale } from "./fusion-numbers.ts";

/** As many passages as are few, and as many as are many. */
const [few, many] = [20, 150];

/**
 * How similar a passage must be to be found by meaning alone. The more passages there are the more similar to any question
 * is the nearest of them by chance, so among few less is enough.
 */
export function leastSimilarityAmong(passages: number, { leastSimilarity, leastOfFew }: SimilarityScale): number {
  const share = Math.log(Math.max(1, passages) / few) / Math.log(many / few);
  return leastOfFew + (leastSimilarity - leastOfFew) * Math.min(1, Math.max(0, share));
}
