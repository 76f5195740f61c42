import { phraseWords, queryWords } from "./query-words.ts";
import { RANKING } from "./ranking.ts";
import { stemArabic } from "./stem-arabic.ts";
import { stemEnglish } from "./stem-english.ts";
import { guessLanguage, isLight } from "./stop-words.ts";

export interface Passage {
  readonly text: string;
  readonly headings: readonly string[];
  /** What the first ranking gave it, in [0,1]. */
  readonly relevance: number;
  /** How near it is to the query by meaning, in [0,1]; undefined: not known. */
  readonly likely?: number;
}

/**
 * A slower second look at a few passages, by their text: how many of the query's words they have, whether a heading has
 * them, and the shortest stretch of text that holds them all; what has few of them may still be near by meaning.
 * Answers a relevance for each, in [0,1], in the same order.
 */
export function rerank(query: string, passages: readonly Passage[]): number[] {
  const asked = queryWords(query)
    .filter(({ bridge }) => !bridge)
    .slice(0, 32)
    .map(({ word }) => word);
  const language = guessLanguage(asked);
  const counts = asked.map((word) => (isLight(word, language) ? RANKING.joining : 1));
  const words = asked.map(formOf);
  if (words.length === 0) return passages.map(({ relevance }) => relevance);
  const read = passages.map(({ text, headings }) => ({
    text: formsOf(text),
    heading: new Set(formsOf(headings.join("\n"))),
  }));
  // A word that all the passages have tells them apart less than one that few have.
  const weights = words.map((word, number) => {
    const having = read.filter(({ text, heading }) => text.includes(word) || heading.has(word)).length;
    return (counts[number] ?? 1) * Math.log(1 + (passages.length + 1) / (having + 0.5));
  });
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return passages.map(({ relevance, likely = 0 }, at) => {
    const passage = read[at];
    if (!passage) return relevance;
    const share = (has: (word: string) => boolean) =>
      words.reduce((sum, word, number) => sum + (has(word) ? (weights[number] ?? 0) : 0), 0) / all;
    const inText = new Set(passage.text);
    const coverage = share((word) => inText.has(word) || passage.heading.has(word));
    const heading = share((word) => passage.heading.has(word));
    const together = closeness(passage.text, new Set(words));
    const seen = Math.min(1, 0.6 * coverage + 0.2 * heading + 0.2 * together * coverage);
    return Math.min(1, 0.5 * relevance + 0.5 * (1 - (1 - seen) * (1 - likely)));
  });
}

/** 1 when the words found stand side by side, less the longer the shortest stretch that holds them is; 0 for fewer than two. */
function closeness(text: readonly string[], wanted: ReadonlySet<string>): number {
  const needed = new Set(text.filter((word) => wanted.has(word))).size;
  if (needed < 2) return 0;
  const counts = new Map<string, number>();
  let start = 0;
  let shortest = Number.POSITIVE_INFINITY;
  for (let end = 0; end < text.length; end++) {
    const word = text[end] ?? "";
    if (!wanted.has(word)) continue;
    counts.set(word, (counts.get(word) ?? 0) + 1);
    while (counts.size === needed) {
      shortest = Math.min(shortest, end - start + 1);
      const first = text[start++] ?? "";
      const left = (counts.get(first) ?? 0) - 1;
      if (left > 0) counts.set(first, left);
      else counts.delete(first);
    }
  }
  return needed / shortest;
}

function formsOf(text: string): string[] {
  return phraseWords(text).map(formOf);
}

function formOf(word: string): string {
  if (/^[a-z]+$/.test(word)) return stemEnglish(word);
  return /^\p{Script=Arabic}+$/u.test(word) ? stemArabic(word) : word;
}
