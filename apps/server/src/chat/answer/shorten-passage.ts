import type { Part } from "./read-question.ts";
import { readableText } from "./readable-text.ts";
import { type Span, splitSentences } from "./split-sentences.ts";
import { unwrap } from "./unwrap.ts";
import { beginsWith, hasNumber } from "./wanted.ts";
import type { WordWeight } from "./weigh-passages.ts";
import { fold, readWords, wordFinder } from "./words.ts";

/** What of a passage is quoted: stretches of it, in order, word for word. */
export interface Quote {
  readonly pieces: readonly Span[];
  /** The pieces as one text; what was left out between two of them stands as an ellipsis. */
  readonly text: string;
}

export type ShortenOptions = Pick<Part, "language" | "wanted"> & { readonly weights: readonly WordWeight[] };

const mostSentences = 3;
const mostCharacters = 420;

/** Keeps the sentences that matter to the question; the opening ones where only the heading does. */
export function shortenPassage(text: string, options: ShortenOptions): Quote {
  const readable = readableText(text);
  const all = splitSentences(text);
  const telling = all.filter((span) => !isBare(readable.slice(span.start, span.end)));
  const sentences = telling.length > 0 ? telling : all;
  const scores = sentences.map((span) => scoreOf(readable.slice(span.start, span.end), options));
  const best = Math.max(0, ...scores);
  const chosen = best === 0 ? opening(sentences) : pick(sentences, scores, best);
  const kept = withAntecedents(text, sentences, chosen);
  const pieces = joinNeighbours(text, kept);
  return { pieces, text: pieces.map((piece) => unwrap(text.slice(piece.start, piece.end))).join(" … ") };
}

/** A heading, a fence or what no reader sees says nothing by itself. */
const isBare = (sentence: string): boolean =>
  /^(#{1,6}\s|\*{2,8}\s|\*\s+(?:TODO|DONE)\b|```|~~~|#\+|---+$|:[\w-]+:|\{\{.*\}\}$|\[[^\]]+\]:\s*\S+)/.test(
    sentence,
  ) || !/[\p{L}\p{N}]/u.test(sentence);

/** Code shows, prose tells. */
const isCode = /^\s*(?:(?: {4}|\t)|:\s|\||[$%]\s)|[;{}]\s*$|^[^\p{L}]{3,}/u;

function scoreOf(sentence: string, { weights, language, wanted }: ShortenOptions): number {
  const has = wordFinder(sentence, language);
  const folded = new Set(readWords(sentence, language).map((word) => word.folded));
  const words = weights.filter(({ word }) => has(word) || folded.has(word.folded));
  const score = words.reduce((sum, { weight }) => sum + weight, 0);
  if (score === 0) return 0;
  const strongest = Math.max(...weights.map(({ weight }) => weight));
  const keys = new Set(weights.map(({ word }) => word.key));
  const number = wanted.number && hasNumber(sentence) ? strongest / 2 : 0;
  const definition = wanted.definition && beginsWith(sentence, keys, language) ? strongest / 2 : 0;
  return (score + number + definition) * (isCode.test(sentence) ? 0.5 : 1);
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
