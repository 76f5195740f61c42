import { foldWord, guessLanguage, isStopWord, type Language, stemWord } from "../../search/index.ts";
import { toBaseForm } from "./irregular-verbs.ts";

/** A word as compared: two words with one `key` are taken for the same. */
export interface Word {
  readonly text: string;
  readonly folded: string;
  readonly key: string;
}

/** As the index spells it. */
export const fold = foldWord;

export function readWords(text: string, language: Language): readonly Word[] {
  const words: Word[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (!isWordLike) continue;
    // "l'école", "don't": what stands before the apostrophe joins, what stands after it names.
    const folded = fold(segment.replace(/^\p{L}{1,2}['’]/u, "").replace(/['’]\p{L}{1,2}$/u, ""));
    if (folded !== "") words.push({ text: segment, folded, key: stem(folded, language) });
  }
  return words;
}

/** The words of a question that name something, each once, and the language they seem to be in. */
export function contentWords(question: string): { readonly words: readonly Word[]; readonly language: Language } {
  const language = guessLanguage(readWords(question, "en").map((word) => word.folded));
  const byKey = new Map<string, Word>();
  for (const word of readWords(question, language)) {
    if (isStopWord(word.folded, language) || (word.folded.length < 2 && !isUnspaced(word.folded))) continue;
    if (!byKey.has(word.key)) byKey.set(word.key, word);
  }
  return { words: [...byKey.values()], language };
}

/** Says whether a text has a word. Scripts without spaces are looked through, since no two dictionaries cut them alike. */
export function wordFinder(text: string, language: Language): (word: Word) => boolean {
  const keys = new Set(readWords(text, language).map((word) => word.key));
  const folded = fold(text);
  return (word) => keys.has(word.key) || (isUnspaced(word.folded) && folded.includes(word.folded));
}

/** A word the index found for one that was asked: an inflection or an unfinished word. */
export function isFormOf(asked: string, found: string): boolean {
  const [short, long] = asked.length < found.length ? [asked, found] : [found, asked];
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  return asked === found || (same >= 4 && same >= long.length * 0.6);
}

/** A word the index found for one that nothing has: a slip of the pen, or another word altogether. */
export function isSpelledLike(asked: string, found: string): boolean {
  const length = Math.min(asked.length, found.length);
  return length >= 4 && distance(asked, found) <= (length >= 8 ? 2 : 1);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

const stem = (folded: string, language: Language): string =>
  stemWord(language === "en" ? toBaseForm(folded) : folded, language);

const unspacedScripts =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const isUnspaced = (folded: string): boolean => unspacedScripts.test(folded);

/** Single edits from one word to the other, two neighbours swapped counting as one. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const differs = from[row - 1] === to[column - 1] ? 0 : 1;
      let least = Math.min((current[column - 1] ?? 0) + 1, (last[column] ?? 0) + 1, (last[column - 1] ?? 0) + differs);
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(least);
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}
