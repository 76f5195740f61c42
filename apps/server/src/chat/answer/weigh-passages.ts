import type { Part } from "./read-question.ts";
import { fold, isAkin, type Word, wordFinder } from "./words.ts";

/** A passage that may answer, from a note or from a file that came with the question. */
export interface Candidate {
  readonly text: string;
  readonly title: string | undefined;
  readonly headings: readonly string[];
  readonly fileName: string;
  /** Words of the passage the index matched, folded. */
  readonly terms: readonly string[];
  readonly relevance: number;
  /** Its note was cited in the answer before. */
  readonly citedBefore: boolean;
}

/** How much of what is asked a passage has. */
export interface Weighed<C extends Candidate> {
  readonly candidate: C;
  /** In [0,1]: the weight of the words it has, of all asked. */
  readonly coverage: number;
  readonly score: number;
  /** What each of the question's words counts for in this passage's sentences; words the index found instead included. */
  readonly weights: readonly WordWeight[];
}

export interface WordWeight {
  readonly word: Word;
  readonly weight: number;
}

/**
 * Ranks candidates by the words of the question they have, the rare ones counting most. A word that no candidate has is
 * the rarest of all: passages that lack what the question turns on do not answer it, however often they have the rest.
 */
export function weighPassages<C extends Candidate>(part: Part, candidates: readonly C[]): readonly Weighed<C>[] {
  const having = candidates.map((candidate) => wordsOf(part, candidate));
  const weightOf = new Map<Word, number>();
  const total = Math.max(candidates.length, 8);
  for (const word of part.words) {
    const count = having.filter((found) => found.has(word)).length;
    weightOf.set(word, Math.log(1 + total / (1 + count)) * (part.carried.has(word) ? 0.5 : 1));
  }
  const whole = [...weightOf.values()].reduce((sum, weight) => sum + weight, 0);
  const weighed = candidates.map((candidate, index) => {
    const found = having[index] ?? new Map<Word, Word>();
    const weights = [...found].map(([word, stands]) => ({ word: stands, weight: weightOf.get(word) ?? 0 }));
    const coverage = whole === 0 ? 1 : weights.reduce((sum, { weight }) => sum + weight, 0) / whole;
    const bonus = (candidate.citedBefore ? 1.15 : 1) * (part.wantsNumber && /\p{N}/u.test(candidate.text) ? 1.1 : 1);
    return { candidate, coverage, weights, score: coverage * bonus };
  });
  return weighed.sort((one, other) => other.score - one.score || other.candidate.relevance - one.candidate.relevance);
}

/** The passages worth quoting: good enough to count as an answer, and not much worse than the best. */
export function choosePassages<C extends Candidate>(
  part: Part,
  weighed: readonly Weighed<C>[],
  most: number,
): readonly Weighed<C>[] {
  const best = weighed[0];
  if (best === undefined || !answers(part, best)) return [];
  const texts = new Set<string>();
  return weighed
    .filter((one) => one.score >= best.score * 0.7 && answers(part, one))
    .filter(({ candidate }) => !texts.has(candidate.text) && texts.add(candidate.text))
    .slice(0, most);
}

/** The asked words that none of the chosen passages has. */
export function missingWords<C extends Candidate>(part: Part, chosen: readonly Weighed<C>[]): readonly string[] {
  return part.words
    .filter((word) => !part.carried.has(word))
    .filter((word) => !chosen.some(({ candidate }) => wordsOf(part, candidate).has(word)))
    .map((word) => word.text);
}

function answers<C extends Candidate>(part: Part, { coverage, weights }: Weighed<C>): boolean {
  if (part.words.length === 0) return true;
  if (weights.length === 0) return false;
  return coverage >= 0.4 || (weights.length >= 2 && coverage >= 0.3) || (weights.length >= 3 && coverage >= 0.2);
}

/** The asked words a candidate has, each with the word that stands for it there. */
function wordsOf(part: Part, candidate: Candidate): ReadonlyMap<Word, Word> {
  const where = [candidate.title ?? "", ...candidate.headings, baseName(candidate.fileName), candidate.text].join("\n");
  const has = wordFinder(where, part.language);
  const found = new Map<Word, Word>();
  for (const word of part.words) {
    if (has(word)) found.set(word, word);
    else {
      const term = candidate.terms.find((one) => isAkin(word.folded, one));
      if (term !== undefined) found.set(word, { text: term, folded: fold(term), key: term });
    }
  }
  return found;
}

const baseName = (fileName: string): string =>
  fileName
    .split(/[/\\]/)
    .at(-1)
    ?.replace(/\.\w{1,5}$/, "") ?? "";
