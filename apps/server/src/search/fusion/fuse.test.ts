import { describe, expect, it } from "vitest";
import { seededRandom } from "../index/testing/notes.ts";
import type { RankedChunk } from "../index/word-index.ts";
import type { NearChunk } from "../vectors/vector-index.ts";
import { byMeaning, fuse } from "./fuse.ts";
import { FUSION } from "./fusion-numbers.ts";
import { leastSimilarityAmong } from "./least-similarity.ts";
import { neverRising } from "./never-rising.ts";

const why = { exact: true, phrase: false, prefix: false, fuzzy: false };
const aWord = (ordinal: number, score: number): RankedChunk => ({
  ...{ spaceId: "home", documentId: "a", ordinal, score, why },
  relevance: Math.min(1, score / 12),
  terms: ["word"],
});
const aNear = (ordinal: number, similarity: number): NearChunk => ({
  ...{ spaceId: "home", documentId: "a", ordinal, similarity },
});
const ordinals = (hits: readonly { ordinal: number }[]): number[] => hits.map(({ ordinal }) => ordinal);

/** Two lists over some of the same chunks, each best first, as the indexes answer them. */
function aQuestion(seed: number): { words: RankedChunk[]; near: NearChunk[] } {
  const random = seededRandom(seed);
  const chunks = Array.from({ length: 1 + Math.floor(random() * 150) }, (_, ordinal) => ordinal);
  const some = (share: number): number[] => chunks.filter(() => random() < share);
  const [wordShare, nearShare] = [random(), random()];
  return {
    words: some(wordShare)
      .map((ordinal) => aWord(ordinal, Math.round(random() * 60) / 5 + 0.2))
      .sort((one, other) => other.score - one.score),
    near: some(nearShare)
      .map((ordinal) => aNear(ordinal, Math.round(random() * 40) / 40))
      .sort((one, other) => other.similarity - one.similarity)
      .slice(0, FUSION.compared),
  };
}
const questions = Array.from({ length: 150 }, (_, seed) => aQuestion(seed));

describe("of any words and any nearness", () => {
  it("every chunk that words found is there once, and nothing that neither found", () => {
    for (const { words, near } of questions) {
      const hits = ordinals(fuse(words, near));
      expect(new Set(hits).size).toBe(hits.length);
      expect(hits).toEqual(expect.arrayContaining(ordinals(words)));
      const known = new Set([...ordinals(words), ...ordinals(near)]);
      expect(hits.filter((ordinal) => !known.has(ordinal))).toEqual([]);
    }
  });

  it("relevance is in [0,1] and never rises from one hit to the next", () => {
    for (const { words, near } of questions) {
      let before = 1;
      for (const { relevance } of fuse(words, near)) {
        expect(relevance).toBeGreaterThanOrEqual(0);
        expect(relevance).toBeLessThanOrEqual(before);
        before = relevance;
      }
    }
  });

  it("what another beats by words and by meaning never stands before it", () => {
    for (const { words, near } of questions) {
      const compared = words.slice(0, FUSION.compared);
      const score = new Map(compared.map((word) => [word.ordinal, word.score]));
      const similarity = new Map(near.map((close) => [close.ordinal, close.similarity]));
      const farthest = near.at(-1)?.similarity ?? 0;
      const signs = (ordinal: number) => [score.get(ordinal) ?? 0, similarity.get(ordinal) ?? farthest] as const;
      const hits = ordinals(fuse(compared, near));
      const isBeaten = (one: number, other: number): boolean =>
        signs(one).every((sign, which) => sign < (signs(other)[which] ?? 0));
      const wrong = hits.flatMap((later, at) => hits.slice(0, at).filter((earlier) => isBeaten(earlier, later)));
      expect(wrong).toEqual([]);
    }
  });

  it("the order of equals among what is near changes nothing of what stands out", () => {
    for (const { words, near } of questions) {
      const turned = [...near].reverse().sort((one, other) => other.similarity - one.similarity);
      const byOrdinal = (hits: ReturnType<typeof fuse>) =>
        new Map(hits.map(({ ordinal, score }) => [ordinal, score.toFixed(9)]));
      expect(byOrdinal(fuse(words, turned))).toEqual(byOrdinal(fuse(words, near)));
    }
  });

  it("neither scale counts: twice the score of every word, or all similarities nearer to each other, change no order", () => {
    for (const { words, near } of questions) {
      const louder = words.map((word) => ({ ...word, score: word.score * 2 }));
      const all = { ...FUSION, leastSimilarity: -1 };
      const closer = near.map((close) => ({ ...close, similarity: 0.5 + close.similarity / 4 }));
      const scores = (hits: ReturnType<typeof fuse>) =>
        hits.slice(0, FUSION.compared).map(({ score }) => Number(score.toFixed(6)));
      const [asIs, changed] = [
        fuse(words.slice(0, 100), near, { numbers: all }),
        fuse(louder.slice(0, 100), closer, { numbers: all }),
      ];
      expect(scores(changed)).toEqual(scores(asIs));
    }
  });

  it("says of every hit what found it", () => {
    for (const { words, near } of questions) {
      const found = new Set(ordinals(words));
      for (const { ordinal, via, terms, wordRank, meaningRank, similarity } of fuse(words, near)) {
        expect(via === "meaning").toBe(!found.has(ordinal));
        expect(terms).toEqual(via === "meaning" ? [] : ["word"]);
        expect(wordRank !== undefined).toBe(found.has(ordinal));
        expect(meaningRank !== undefined).toBe(similarity !== undefined);
        if (via === "both") expect(similarity).toBeGreaterThanOrEqual(FUSION.leastSimilarity);
      }
    }
  });
});

it("without anything near, words stand as they ranked", () => {
  const words = [aWord(3, 9), aWord(1, 9), aWord(2, 4)];
  expect(ordinals(fuse(words, []))).toEqual([3, 1, 2]);
});

it("what is hardly similar is not found by meaning alone", () => {
  const near = [aNear(1, FUSION.leastSimilarity), aNear(2, FUSION.leastSimilarity - 0.001)];
  expect(ordinals(fuse([], near))).toEqual([1]);
  expect(ordinals(byMeaning(near))).toEqual([1]);
});

it("among few passages less similarity is enough than among many, where something is near by chance", () => {
  const { leastOfFew, leastSimilarity } = FUSION;
  const least = [0, 1, 20, 40, 150, 1_000_000].map((passages) => leastSimilarityAmong(passages, FUSION));
  expect(least).toEqual([...least].sort((one, other) => one - other));
  expect(least.slice(0, 3)).toEqual([leastOfFew, leastOfFew, leastOfFew]);
  expect(least[3]).toBeGreaterThan(leastOfFew);
  expect(least.slice(4)).toEqual([leastSimilarity, leastSimilarity]);
});

it("a stray word counts less than one that is most of the question", () => {
  const near = [aNear(1, 0.7), aNear(2, 0.2), aNear(3, 0.2)];
  const stray = { ...aWord(2, 2), relevance: 0.1 };
  expect(ordinals(fuse([stray], near))).toEqual([1, 2]);
  const whole = { ...stray, relevance: 0.95 };
  expect(ordinals(fuse([whole], near))).toEqual([2, 1]);
});

describe("a chunk in a writing that the model does not know", () => {
  const isRead = ({ ordinal }: { ordinal: number }): boolean => ordinal !== 1;

  it("stands by its words, wherever its vector happens to be", () => {
    const words = [aWord(1, 9), aWord(2, 5), aWord(3, 4)];
    const near = [aNear(3, 0.5), aNear(2, 0.4), aNear(1, 0.1)];
    expect(ordinals(fuse(words, near, { isRead }))[0]).toBe(1);
    expect(fuse(words, near, { isRead })[0]).toMatchObject({ via: "words", similarity: undefined });
  });

  it("is never found by its vector", () => {
    expect(ordinals(fuse([], [aNear(1, 0.9), aNear(2, 0.5)], { isRead }))).toEqual([2]);
  });
});

it("what rises is evened out, and nothing else is touched", () => {
  expect(neverRising([0.9, 0.5, 0.7, 0.6, 0.1])).toEqual([0.9, 0.6, 0.6, 0.6, 0.1]);
  expect(neverRising([1, 1, 0])).toEqual([1, 1, 0]);
  expect(neverRising([])).toEqual([]);
});
