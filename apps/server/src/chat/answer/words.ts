import { stemmer as dutch } from "@orama/stemmers/dutch";
import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as french } from "@orama/stemmers/french";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as italian } from "@orama/stemmers/italian";
import { stemmer as portuguese } from "@orama/stemmers/portuguese";
import { stemmer as russian } from "@orama/stemmers/russian";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { stemmer as swedish } from "@orama/stemmers/swedish";
import { toBaseForm } from "./irregular-verbs.ts";
import { guessLanguage, isStopWord, type Language } from "./stop-words.ts";

/** A word as compared: two words with one `key` are taken for the same. */
export interface Word {
  readonly text: string;
  readonly folded: string;
  readonly key: string;
}

/** Lower case, compatibility forms and accents gone. */
export const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();

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

/** A word the index found for one that was asked: an inflection, an unfinished word or a slip of the pen. */
export function isAkin(asked: string, found: string): boolean {
  if (asked === found) return true;
  const [short, long] = asked.length < found.length ? [asked, found] : [found, asked];
  if (short.length < 4) return false;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  if (same >= 4 && same >= long.length * 0.6) return true;
  return distance(short, long) <= (short.length >= 8 ? 2 : 1);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

const stemmers: Readonly<Record<Language, (word: string) => string>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  it: italian,
  pt: portuguese,
  nl: dutch,
  sv: swedish,
  ru: russian,
};

function stem(folded: string, language: Language): string {
  if (!/^\p{L}+$/u.test(folded)) return folded;
  const base = language === "en" ? toBaseForm(folded) : folded;
  return stemmers[language](base) || base;
}

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
