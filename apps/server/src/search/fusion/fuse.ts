import type { RankedChunk } from "../index/word-index.ts";
import type { NearChunk } from "../vectors/vector-index.ts";
import type { FusedChunk } from "./fused-chunk.ts";
import { FUSION, type FusionNumbers, type SimilarityScale } from "./fusion-numbers.ts";
import { neverRising } from "./never-rising.ts";
import { compare, keyOf } from "./standing.ts";

export interface FuseOptions {
  /** Whether the model knows the writing of a chunk; where it does not, words alone decide. */
  readonly isRead?: (chunk: RankedChunk | NearChunk) => boolean;
  readonly numbers?: FusionNumbers;
  /** The model was not made for the language of the question: words keep at least some of their part. */
  readonly isForeign?: boolean;
}

/**
 * Joins what words and what meaning found, each best first. Both scores are measured by how far they stand out among all
 * that are compared, so that neither scale outweighs the other, and words whose best hit has little of the query count much
 * less (not so little where the model was made for other languages than that of the question: there they guide better).
 * A chunk that another beats in both never stands before it.
 */
export function fuse(
  words: readonly RankedChunk[],
  near: readonly NearChunk[],
  { isRead = () => true, numbers = FUSION, isForeign = false }: FuseOptions = {},
): FusedChunk[] {
  const own = (words[0]?.relevance ?? 0) ** 2;
  const trust = isForeign ? numbers.foreignWords + (1 - numbers.foreignWords) * own : own;
  const weight = isForeign ? numbers.weight * numbers.foreign : numbers.weight;
  const beyond = new Map(words.slice(numbers.compared).map((word) => [keyOf(word), word]));
  const joined = compare(words.slice(0, numbers.compared), near.slice(0, numbers.compared), isRead)
    .map((one) => ({ ...one, word: one.word ?? beyond.get(one.key) }))
    .filter(({ word, close }) => word || (close && close.similarity >= numbers.leastSimilarity))
    .map((one) => ({ ...one, score: (1 - weight) * trust * one.byWords + weight * one.byMeaning }))
    .sort((one, other) => other.score - one.score);
  for (const { key } of joined) beyond.delete(key);
  // Beyond those that are compared, words go on by themselves.
  const rest = [...beyond].map(([key, word]) => ({ key, word, close: undefined, score: word.score }));
  const found = [...joined, ...rest];
  const relevance = neverRising(found.map(({ word, close }) => jointRelevance(word, close, numbers)));
  const [wordRank, meaningRank] = [ranksOf(words), ranksOf(near)];
  return found.map(({ key, word, close, score }, at) => ({
    ...placeOf(word ?? close),
    via: word === undefined ? "meaning" : (close?.similarity ?? 0) >= numbers.leastSimilarity ? "both" : "words",
    score,
    relevance: relevance[at] ?? 0,
    get terms() {
      return word?.terms ?? [];
    },
    get why() {
      return word?.why ?? noWords;
    },
    wordRank: wordRank.get(key),
    meaningRank: close && meaningRank.get(key),
    similarity: close?.similarity,
    nearness: close && meaningRelevance(close.similarity, numbers),
  }));
}

/** What meaning alone found, best first. */
export const byMeaning = (near: readonly NearChunk[], numbers: FusionNumbers = FUSION): FusedChunk[] =>
  near
    .filter(({ similarity }) => similarity >= numbers.leastSimilarity)
    .map((close, at) => ({
      ...placeOf(close),
      via: "meaning",
      score: close.similarity,
      relevance: meaningRelevance(close.similarity, numbers),
      terms: [],
      why: noWords,
      wordRank: undefined,
      meaningRank: at + 1,
      similarity: close.similarity,
      nearness: meaningRelevance(close.similarity, numbers),
    }));

/** What words alone found, as they ranked it. */
export const byWords = (words: readonly RankedChunk[]): FusedChunk[] =>
  words.map((word, at) => ({
    ...word,
    via: "words",
    wordRank: at + 1,
    meaningRank: undefined,
    similarity: undefined,
    nearness: undefined,
  }));

/** A similarity as relevance in [0,1], so that it can stand beside that of words. */
const meaningRelevance = (similarity: number, { unlike, alike }: SimilarityScale): number =>
  Math.min(1, Math.max(0, (similarity - unlike) / (alike - unlike)));

/** Two signs of the same thing: a chunk is irrelevant only when both are wrong. */
function jointRelevance(word: RankedChunk | undefined, close: NearChunk | undefined, numbers: FusionNumbers): number {
  const likely = close ? meaningRelevance(close.similarity, numbers) : 0;
  return 1 - (1 - (word?.relevance ?? 0)) * (1 - likely);
}

const noWords: RankedChunk["why"] = { exact: false, phrase: false, prefix: false, fuzzy: false };

const placeOf = (chunk: RankedChunk | NearChunk | undefined) => ({
  spaceId: chunk?.spaceId ?? "",
  documentId: chunk?.documentId ?? "",
  ordinal: chunk?.ordinal ?? 0,
});

const ranksOf = (chunks: readonly (RankedChunk | NearChunk)[]): ReadonlyMap<string, number> =>
  new Map(chunks.map((chunk, at) => [keyOf(chunk), at + 1]));
