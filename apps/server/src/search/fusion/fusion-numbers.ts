/** How words and meaning are joined. The numbers were chosen on bench/judged (docs/decisions/0016-fusion.md). */
export interface FusionNumbers extends SimilarityScale {
  /** What meaning counts beside words, from 0 to 1, where the best chunk by words has all of the question. */
  readonly weight: number;
  /** The share of that weight where the model was not made for the language of the question. */
  readonly foreign: number;
  /** There words count at least so much, from 0 to 1, however little of the question they have. */
  readonly foreignWords: number;
  /** So many of the best by each are compared with one another. */
  readonly compared: number;
}

/** What a model's similarities are worth: each has its own idea of near. */
export interface SimilarityScale {
  /** What is less similar to the question is not found by meaning alone: among many passages, and among few. */
  readonly leastSimilarity: number;
  readonly leastOfFew: number;
  /** The similarity that is no likeness at all, and the one that is as good as equal: relevance 0 and 1. */
  readonly unlike: number;
  readonly alike: number;
}

export const FUSION: FusionNumbers = {
  weight: 0.4,
  foreign: 0.7,
  foreignWords: 0.25,
  compared: 100,
  leastSimilarity: 0.28,
  leastOfFew: 0.2,
  unlike: 0.1,
  alike: 0.9,
};
