import { type Span, splitSentences } from "./split-sentences.ts";
import type { Language } from "./stop-words.ts";
import type { WordWeight } from "./weigh-passages.ts";
import { fold, readWords, wordFinder } from "./words.ts";

/** What of a passage is quoted: stretches of it, in order, word for word. */
export interface Quote {
  readonly pieces: readonly Span[];
  /** The pieces as one text; what was left out between two of them stands as an ellipsis. */
  readonly text: string;
}

export interface ShortenOptions {
  readonly weights: readonly WordWeight[];
  readonly language: Language;
  readonly wantsNumber: boolean;
}

const mostSentences = 3;
const mostCharacters = 420;

/** Keeps the sentences that matter to the question; the opening ones where only the heading does. */
export function shortenPassage(text: string, options: ShortenOptions): Quote {
  const sentences = splitSentences(text).filter((span) => !isBare(text.slice(span.start, span.end)));
  const scores = sentences.map((span) => scoreOf(text.slice(span.start, span.end), options));
  const best = Math.max(0, ...scores);
  const chosen = best === 0 ? opening(sentences) : pick(sentences, scores, best);
  const kept = withAntecedents(text, sentences, chosen);
  const pieces = joinNeighbours(text, kept);
  return { pieces, text: pieces.map((piece) => text.slice(piece.start, piece.end)).join(" … ") };
}

/** A heading, a fence or a rule says nothing by itself. */
const isBare = (sentence: string): boolean =>
  /^(#{1,6}\s|\*{2,8}\s|\*\s+(?:TODO|DONE)\b|```|~~~|#\+|---+$|:[\w-]+:)/.test(sentence) ||
  !/[\p{L}\p{N}]/u.test(sentence);

function scoreOf(sentence: string, { weights, language, wantsNumber }: ShortenOptions): number {
  const has = wordFinder(sentence, language);
  const folded = new Set(readWords(sentence, language).map((word) => word.folded));
  const score = weights.reduce((sum, { word, weight }) => sum + (has(word) || folded.has(word.folded) ? weight : 0), 0);
  const strongest = Math.max(0, ...weights.map(({ weight }) => weight));
  return score > 0 && wantsNumber && /\p{N}/u.test(sentence) ? score + strongest / 2 : score;
}

const opening = (sentences: readonly Span[]): readonly number[] => sentences.slice(0, 2).map((_, index) => index);

function pick(sentences: readonly Span[], scores: readonly number[], best: number): readonly number[] {
  const order = scores
    .map((score, index) => ({ score, index }))
    .filter(({ score }) => score >= best * 0.5)
    .sort((one, other) => other.score - one.score || one.index - other.index);
  const chosen: number[] = [];
  let length = 0;
  for (const { index } of order) {
    const span = sentences[index];
    if (span === undefined || chosen.length === mostSentences) break;
    if (chosen.length > 0 && length + span.end - span.start > mostCharacters) continue;
    chosen.push(index);
    length += span.end - span.start;
  }
  return chosen;
}

const backward =
  /^(he|she|it|they|this|these|those|that|his|her|their|its|er|sie|es|dies|diese[rs]?|il|elle|ils|elles|el|ella|esto|questo|ele|ela|hij|zij|han|hon|он|она|оно|они|это)\b/u;

/** A sentence that begins with "she" is quoted with the sentence that says who. */
function withAntecedents(text: string, sentences: readonly Span[], chosen: readonly number[]): readonly Span[] {
  const wanted = new Set(chosen);
  for (const index of chosen) {
    const span = sentences[index];
    if (span && index > 0 && backward.test(fold(text.slice(span.start, span.end)))) wanted.add(index - 1);
  }
  return sentences.filter((_, index) => wanted.has(index));
}

function joinNeighbours(text: string, spans: readonly Span[]): readonly Span[] {
  const joined: { start: number; end: number }[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && /^\s*$/.test(text.slice(last.end, span.start))) last.end = span.end;
    else joined.push({ ...span });
  }
  return joined;
}
