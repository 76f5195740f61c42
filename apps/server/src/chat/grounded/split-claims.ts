import type { Span } from "../answer/split-sentences.ts";
import { splitSentences } from "../answer/split-sentences.ts";

/** One thing an answer says, and the numbers of the passages it names for it. */
export interface Claim extends Span {
  /** Where each `[n]` stands in the answer. */
  readonly citations: readonly { readonly at: number; readonly number: number }[];
  /** Without citations and marks of Markdown. */
  readonly text: string;
}

export const citationPattern = /\[(\d{1,3})\]/g;

/**
 * Takes an answer apart into claims: a sentence, or the part of one that a citation ends. A citation after the full stop
 * belongs to the sentence before it. `from` is where the last claim ended; without `whole` the last sentence, which may go
 * on, is left.
 */
export function splitClaims(answer: string, from: number, whole: boolean): readonly Claim[] {
  const rest = answer.slice(from);
  const sentences = sentencesWithCitations(rest);
  const ended = whole ? sentences : sentences.slice(0, -1);
  return ended.flatMap((span) => splitAtCitations(rest, span, from));
}

/** Sentences, each with the citations behind it, lines of nothing else included; those that begin a line belong to what follows. */
function sentencesWithCitations(text: string): readonly Span[] {
  const masked = text.replace(/[*_]*\[(?:\d{1,3}\][*_]*|\d*$)/g, (citation) => " ".repeat(citation.length));
  const sentences = splitSentences(masked);
  if (sentences.length === 0) return text.trim() === "" ? [] : [{ start: 0, end: text.length }];
  return sentences.map(({ start, end }, index) => {
    const before = text.slice(sentences[index - 1]?.end ?? 0, start);
    const leads = index === 0 ? before.length : /\n([^\n]*)$/.exec(before)?.[1]?.length;
    const next = sentences[index + 1]?.start;
    const after = text.slice(end, next);
    const behind = next === undefined ? after : after.replace(/\n[^\n]*$/, "");
    return { start: start - (leads ?? 0), end: end + behind.trimEnd().length };
  });
}

/** Characters of a sentence before a citation that are meant with it: many short pieces would else be read many times. */
const longestBefore = 500;

function splitAtCitations(text: string, { start, end }: Span, offset: number): readonly Claim[] {
  const sentence = text.slice(start, end);
  const groups = [...sentence.matchAll(/(?:[*_]*\[\d{1,3}\][*_]*[ ,]*)+/g)];
  const claims: Claim[] = [];
  let from = 0;
  for (const [index, group] of groups.entries()) {
    const isLast = index === groups.length - 1;
    const groupEnd = group.index + group[0].length;
    const after = sentence.slice(groupEnd);
    const to = isLast && !/[\p{L}\p{N}].*[\p{L}\p{N}]/su.test(after) ? sentence.length : groupEnd;
    // Too little for a claim of its own ("A [1] and B [2] agree"): what stands before it is meant as well.
    const begin = countWords(sentence.slice(from, group.index)) >= 3 ? from : Math.max(0, from - longestBefore);
    claims.push(toClaim(sentence, begin, to, start + offset, from));
    from = to;
  }
  if (/[\p{L}\p{N}]/u.test(sentence.slice(from)))
    claims.push(toClaim(sentence, from, sentence.length, start + offset, from));
  return claims;
}

/** Citations are those after `own`; the words may reach further back. */
function toClaim(sentence: string, begin: number, end: number, offset: number, own: number): Claim {
  const citations = [...sentence.slice(own, end).matchAll(citationPattern)].map((found) => ({
    at: offset + own + found.index,
    number: Number(found[1]),
  }));
  const text = sentence
    .slice(begin, end)
    .replace(citationPattern, " ")
    .replace(/\\(?=[^\p{L}\p{N}\s])/gu, "")
    .replace(/\*\*|__|`|^\s*(?:[-+*•>|#]+|\d{1,3}[.)])\s+/gm, "")
    .replace(/\s+/g, " ")
    .trim();
  return { start: offset + own, end: offset + end, citations, text };
}

const countWords = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
