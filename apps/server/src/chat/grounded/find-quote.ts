import { fold } from "../answer/words.ts";

/**
 * Whether quoted words stand in a text: as they are but for case, accents, white space, markup and the shape of
 * quotation marks; or, for longer quotes, with one word in ten changed. Numbers never change. An ellipsis joins what
 * stands in this order.
 */
export function standsIn(quote: string, text: string): boolean {
  const words = wordsOf(text);
  let from = 0;
  for (const piece of quote.split(/\s*(?:…|\.{3}|\[…\]|\[\.\.\.\])\s*/u)) {
    const wanted = wordsOf(piece);
    if (wanted.length === 0) continue;
    const at = findWords(words, wanted, from);
    if (at === undefined) return false;
    from = at + wanted.length;
  }
  return true;
}

const wordsOf = (text: string): readonly string[] => fold(text).match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];

function findWords(words: readonly string[], wanted: readonly string[], from: number): number | undefined {
  const mostMissing = wanted.length < 6 ? 0 : Math.floor(wanted.length / 10);
  for (let at = from; at <= words.length - wanted.length; at += 1) {
    if (matches(words, wanted, at, mostMissing)) return at;
  }
  return undefined;
}

function matches(words: readonly string[], wanted: readonly string[], at: number, mostMissing: number): boolean {
  let missing = 0;
  for (const [index, word] of wanted.entries()) {
    if (words[at + index] === word) continue;
    missing += 1;
    if (missing > mostMissing || /\p{N}/u.test(word) || /\p{N}/u.test(words[at + index] ?? "")) return false;
  }
  return true;
}
