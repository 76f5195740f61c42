/** Looks at a question and a passage together. Slower than vectors and better: for the best few. */
export interface Reranker {
  readonly name: string;
  readonly isRemote: boolean;
  /** For each passage its relevance in [0,1]. */
  rank(query: string, passages: readonly string[], signal?: AbortSignal): Promise<readonly number[]>;
}
