import type { Part } from "./read-question.ts";
import { readableText } from "./readable-text.ts";
import { splitSentences } from "./split-sentences.ts";
import { sureness } from "./sureness.ts";
import { beginsWith, hasNumber } from "./wanted.ts";
import { fold, isFormOf, isSpelledLike, type Word, wordFinder } from "./words.ts";

/** A passage that may answer, from a note or from a file that came with the question. */
export interface Candidate {
  readonly text: string;
  readonly title: string | undefined;
  readonly headings: readonly string[];
  readonly fileName: string;
  /** Words of the passage the index matched, folded. */
  readonly terms: readonly string[];
  readonly relevance: number;
  /** How near its meaning is to the question's, as a cosine; undefined: not known. */
  readonly similarity?: number | undefined;
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
    weightOf.set(word, rarity(count, total) * (part.minor.has(word) ? 0.5 : 1));
  }
  const whole = [...weightOf.values()].reduce((sum, weight) => sum + weight, 0);
  const likeliest = Math.max(...candidates.map((candidate) => candidate.relevance), Number.MIN_VALUE);
  const weighed = candidates.map((candidate, index) => {
    const found = having[index] ?? new Map<Word, Word>();
    const weights = [...found].map(([word, stands]) => ({ word: stands, weight: weightOf.get(word) ?? 0 }));
    const coverage = whole === 0 ? 1 : weights.reduce((sum, { weight }) => sum + weight, 0) / whole;
    const ranked = 0.7 + 0.3 * (candidate.relevance / likeliest);
    const meant = Math.max(coverage, nearness(candidate));
    return { candidate, coverage, weights, score: meant * ranked * suitability(part, candidate) };
  });
  return weighed.sort((one, other) => other.score - one.score || other.candidate.relevance - one.candidate.relevance);
}

/** A word that nothing has weighs more than any that something has. */
const rarity = (count: number, total: number): number => Math.log(1 + total / (1 + count)) * (count === 0 ? 1.3 : 1);

/** More for what the question is after: a number, a sentence that says what the thing is, a note cited before. */
function suitability(part: Part, { text, citedBefore }: Candidate): number {
  const number = part.wanted.number && hasNumber(text) ? 1.1 : 1;
  const definition = part.wanted.definition && defines(part, text) ? 1.2 : 1;
  return number * definition * (citedBefore ? 1.15 : 1);
}

function defines(part: Part, text: string): boolean {
  const keys = new Set(part.words.map((word) => word.key));
  const readable = readableText(text);
  return splitSentences(readable).some(({ start, end }) => beginsWith(readable.slice(start, end), keys, part.language));
}

/** The passages worth quoting: good enough to count as an answer, and not much worse than the best. */
export function choosePassages<C extends Candidate>(
  part: Part,
  weighed: readonly Weighed<C>[],
  most: number,
): readonly Weighed<C>[] {
  const best = weighed[0];
  if (best === undefined || !answers(part, best) || !isSure(part, best, weighed)) return [];
  const texts = new Set<string>();
  return weighed
    .filter((one) => one.score >= best.score * 0.75 && answers(part, one))
    .filter(({ candidate }) => !texts.has(candidate.text) && texts.add(candidate.text))
    .slice(0, most);
}

/** The asked words that none of the given passages has. */
export function missingWords<C extends Candidate>(part: Part, chosen: readonly Weighed<C>[]): readonly string[] {
  return part.words
    .filter((word) => !part.minor.has(word))
    .filter((word) => !chosen.some(({ candidate }) => wordsOf(part, candidate).has(word)))
    .map((word) => word.text);
}

/** Asked words that were taken for others, spelled alike, each with the word it was taken for. */
export function respelledWords<C extends Candidate>(
  part: Part,
  chosen: readonly Weighed<C>[],
): readonly (readonly [asked: string, found: string])[] {
  const respelled = new Map<string, string>();
  for (const { candidate } of chosen) {
    for (const [asked, found] of wordsOf(part, candidate)) {
      if (asked !== found && !isFormOf(asked.folded, found.folded)) respelled.set(asked.text, found.text);
    }
  }
  return [...respelled];
}

/** Other words that mean the same stand for those that are asked, when they are near enough. */
const nearness = ({ similarity = 0 }: Candidate): number => Math.min(1, Math.max(0, (similarity - 0.35) / 0.5));

/**
 * Whether the best passage is more than a chance likeness: it has what the question names, most of its words or a high
 * place with search, and where meaning is known something means what is asked. bench/citations.ts shows what it is worth.
 */
function isSure<C extends Candidate>(part: Part, best: Weighed<C>, weighed: readonly Weighed<C>[]): boolean {
  if (part.words.length === 0) return true;
  if (lacksNames(part, best.candidate)) return false;
  const { relevance, similarity = 0 } = best.candidate;
  if (similarity >= sureness.sameMeaning) return true;
  // What comes with the question has no place with search.
  const sum = best.coverage + (relevance === 0 ? best.coverage : relevance);
  const similarities = weighed.flatMap(({ candidate }) => candidate.similarity ?? []);
  if (similarities.length === 0) return sum >= sureness.byWords;
  return (
    sum + sureness.similarityWeighs * similarity >= sureness.byMeaning &&
    Math.max(...similarities) >= sureness.leastSimilarity
  );
}

/** Names and numbers are asked for, and it has none of them. */
function lacksNames(part: Part, candidate: Candidate): boolean {
  const start = part.asked.trimStart();
  const isName = ({ text }: Word) =>
    /^\p{N}/u.test(text) || (part.language !== "de" && /^\p{Lu}/u.test(text) && !start.startsWith(text));
  const names = part.words.filter((word) => !part.minor.has(word) && isName(word));
  const found = wordsOf(part, candidate);
  return names.length > 0 && !names.some((word) => found.has(word));
}

/** It has half of what is asked at least, by count and not by rare words alone; of three things, two; of fewer, all. */
function answers<C extends Candidate>(part: Part, { candidate, coverage }: Weighed<C>): boolean {
  if (part.words.length === 0 || (candidate.similarity ?? 0) >= sureness.sameMeaning) return true;
  const found = wordsOf(part, candidate);
  const own = part.words.filter((word) => !part.minor.has(word));
  const asked = own.length > 0 ? own : part.words;
  const had = asked.filter((word) => found.has(word)).length;
  if (asked.length <= 2) return had === asked.length;
  const enough = asked.length > 3 ? asked.length / 2 : 2;
  return coverage >= 0.6 || (coverage >= 0.25 && had >= enough);
}

/** The asked words a candidate has, each with the word that stands for it there. */
function wordsOf(part: Part, candidate: Candidate): ReadonlyMap<Word, Word> {
  const { title = "", headings, fileName, text } = candidate;
  const where = [title, ...headings, baseName(fileName), readableText(text)].join("\n");
  const has = wordFinder(where, part.language);
  const folded = fold(where);
  const found = new Map<Word, Word>();
  for (const word of part.words) {
    if (has(word)) found.set(word, word);
    else {
      const term = candidate.terms.find(
        (one) => folded.includes(one) && (isFormOf(word.folded, one) || isSpelledLike(word.folded, one)),
      );
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
