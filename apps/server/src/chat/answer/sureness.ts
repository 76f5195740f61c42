/**
 * When the best passage is more than a chance likeness: the least that its coverage of the question and its relevance
 * reach together, with words alone and where meaning takes part; and cosines of its vector and the question's: the least
 * there must be, and what stands for the words. Chosen by bench/tune-quoting.ts (decision 19).
 */
export const sureness = { byWords: 1.05, byMeaning: 1.2, leastSimilarity: 0.3, sameMeaning: 0.62 };
