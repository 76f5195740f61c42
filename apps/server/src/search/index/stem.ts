import { stemmer as armenian } from "@orama/stemmers/armenian";
import { stemmer as bulgarian } from "@orama/stemmers/bulgarian";
import { stemmer as danish } from "@orama/stemmers/danish";
import { stemmer as dutch } from "@orama/stemmers/dutch";
import { stemmer as finnish } from "@orama/stemmers/finnish";
import { stemmer as french } from "@orama/stemmers/french";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as greek } from "@orama/stemmers/greek";
import { stemmer as hungarian } from "@orama/stemmers/hungarian";
import { stemmer as hindi } from "@orama/stemmers/indian";
import { stemmer as indonesian } from "@orama/stemmers/indonesian";
import { stemmer as irish } from "@orama/stemmers/irish";
import { stemmer as italian } from "@orama/stemmers/italian";
import { stemmer as lithuanian } from "@orama/stemmers/lithuanian";
import { stemmer as norwegian } from "@orama/stemmers/norwegian";
import { stemmer as portuguese } from "@orama/stemmers/portuguese";
import { stemmer as romanian } from "@orama/stemmers/romanian";
import { stemmer as russian } from "@orama/stemmers/russian";
import { stemmer as serbian } from "@orama/stemmers/serbian";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { stemmer as swedish } from "@orama/stemmers/swedish";
import { stemmer as tamil } from "@orama/stemmers/tamil";
import { stemmer as turkish } from "@orama/stemmers/turkish";
import { stemmer as ukrainian } from "@orama/stemmers/ukrainian";
import { stemArabic } from "./stem-arabic.ts";
import { stemEnglish } from "./stem-english.ts";

interface Language {
  readonly code: string;
  readonly script: RegExp;
  readonly stem: (word: string) => string;
}

const latin = /^[\p{Script=Latin}]+$/u;
const cyrillic = /^[\p{Script=Cyrillic}]+$/u;
const arabic = /^[\p{Script=Arabic}]+$/u;

/** A compound written in one word: `e-mail` and `email` are one. Not a language, but handled as one. */
export const JOINED = 0;

/** At most 32; the order is part of the snapshot's format. */
const languages: readonly Language[] = [
  { code: "joined", script: /[_\-./:\\@+~]/, stem: (word) => word.replace(/[^\p{L}\p{N}]/gu, "") },
  { code: "en", script: latin, stem: stemEnglish },
  { code: "ar", script: arabic, stem: stemArabic },
  { code: "ru", script: cyrillic, stem: russian },
  { code: "el", script: /^[\p{Script=Greek}]+$/u, stem: greek },
  { code: "hi", script: /^[\p{Script=Devanagari}]+$/u, stem: hindi },
  { code: "ta", script: /^[\p{Script=Tamil}]+$/u, stem: tamil },
  { code: "hy", script: /^[\p{Script=Armenian}]+$/u, stem: armenian },
  { code: "de", script: latin, stem: german },
  { code: "fr", script: latin, stem: french },
  { code: "es", script: latin, stem: spanish },
  { code: "it", script: latin, stem: italian },
  { code: "pt", script: latin, stem: portuguese },
  { code: "nl", script: latin, stem: dutch },
  { code: "sv", script: latin, stem: swedish },
  { code: "da", script: latin, stem: danish },
  { code: "no", script: latin, stem: norwegian },
  { code: "fi", script: latin, stem: finnish },
  { code: "hu", script: latin, stem: hungarian },
  { code: "ro", script: latin, stem: romanian },
  { code: "tr", script: latin, stem: turkish },
  { code: "id", script: latin, stem: indonesian },
  { code: "ga", script: latin, stem: irish },
  { code: "lt", script: latin, stem: lithuanian },
  { code: "uk", script: cyrillic, stem: ukrainian },
  { code: "bg", script: cyrillic, stem: bulgarian },
  { code: "sr", script: cyrillic, stem: serbian },
];
const numbers = new Map(languages.map(({ code }, number) => [code, number]));
numbers.set("nb", numbers.get("no") ?? 0);
numbers.set("nn", numbers.get("no") ?? 0);

/**
 * The languages whose stems a word of a document takes, as bits: the document's own language where the word is of its
 * script, otherwise the first language of the word's script. Latin words of a document whose language is known but has no
 * stemmer keep their form.
 */
export function languagesOf(word: string, documentLanguage: string | undefined): number {
  if (joinable.test(word)) return 1 << JOINED;
  if (word.length < 3 || /\d/.test(word)) return 0;
  const own = numbers.get(documentLanguage ?? "");
  if (own !== undefined && languages[own]?.script.test(word)) return 1 << own;
  if (documentLanguage === "fa" || documentLanguage === "ur") return 0;
  if (latin.test(word)) return documentLanguage === undefined || !isLatin(documentLanguage) ? 1 << ENGLISH : 0;
  for (let number = ENGLISH + 1; number < FIRST_BY_DOCUMENT; number++) {
    if (languages[number]?.script.test(word)) return 1 << number;
  }
  return 0;
}

/** Number of a language among the bits, for asking often. */
export function stemIn(language: number, word: string): string {
  return languages[language]?.stem(word) ?? word;
}

export function canStem(language: number, word: string): boolean {
  return languages[language]?.script.test(word) ?? false;
}

/** Number of a language that can be stemmed. */
export function languageNumber(code: string): number | undefined {
  return numbers.get(code);
}

/** The bit a document's language has; all without a stemmer share one, unknown has its own. */
export function documentBit(code: string | undefined): number {
  if (code === undefined) return 1 << 31;
  const number = numbers.get(code);
  if (number !== undefined) return 1 << number;
  return isLatin(code) ? 1 << 30 : 1 << 29;
}

export const LANGUAGES = languages.length;
const ENGLISH = 1;
const FIRST_BY_DOCUMENT = 8;
const joinable = /[\p{L}\p{N}][_\-./:\\@+~]+[\p{L}\p{N}]/u;

/** Latin words in a Russian or Chinese note are English more often than anything else. */
function isLatin(language: string): boolean {
  return !notLatin.has(language);
}
const notLatin = new Set("ar fa ur he ru uk bg sr mk be el hi mr ne ta te bn th lo km my ja zh ko ka hy am".split(" "));
