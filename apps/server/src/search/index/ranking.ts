/** What the score is made of. The numbers were tuned on bench/judged (docs/decisions/0010-word-ranking.md). */
export interface Ranking {
  /** BM25's saturation and length normalisation. */
  readonly k1: number;
  readonly b: number;
  /** What a word standing there adds to its count in the text. */
  readonly heading: number;
  readonly tags: number;
  readonly fileName: number;
  readonly title: number;
  /** What another form of a query word, a word it begins, and a compound with it count beside the word itself. */
  readonly stem: number;
  readonly prefix: number;
  readonly compound: number;
  /** A spelling one edit away; each further edit takes the same share again. */
  readonly fuzzy: number;
  /** What `user` counts in a query of `user_name` when the notes know `user_name`. */
  readonly part: number;
  /** What words that only ask or join (`how do I`) count beside those that name something. */
  readonly joining: number;
  /** How much a chunk gains at most for query words standing side by side. */
  readonly proximity: number;
}

export const RANKING: Ranking = {
  k1: 1.2,
  b: 0.75,
  heading: 1,
  tags: 0.8,
  fileName: 0.5,
  title: 0.5,
  stem: 0.8,
  prefix: 0.6,
  compound: 0.5,
  fuzzy: 0.5,
  part: 0.35,
  joining: 0.2,
  proximity: 0.25,
};
