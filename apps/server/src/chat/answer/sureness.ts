/**
 * When the best passage is more than a chance likeness. `byWords`: the least that its coverage of the question and its
 * relevance reach together; where meaning takes part its cosine counts `similarityWeighs` times, and the sum reaches
 * `byMeaning`, some passage `leastSimilarity`; `sameMeaning` stands for the words. Chosen by bench/tune-quoting.ts
 * (decision 19).
 */
export const sureness = {
  byWords: 1.05,
  similarityWeighs: 1.5,
  byMeaning: 1.85,
  leastSimilarity: 0.3,
  sameMeaning: 0.62,
};
