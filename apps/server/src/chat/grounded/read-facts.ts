import { findDates } from "@khoj/text";
import { isStopWord } from "../../search/index.ts";
import { fold } from "../answer/words.ts";

/** A number, a name or a date as it stands in a text: what a model gets wrong most easily, and a person relies on. */
export interface Fact {
  readonly kind: "number" | "name" | "date";
  readonly start: number;
  readonly end: number;
  /** What it is compared by: a text has the fact when it has one of them. */
  readonly readings: readonly string[];
}

/** The facts of a text, in order, none inside another. `german`: every noun has a capital, so that one alone is no name. */
export function readFacts(text: string, { german }: { readonly german: boolean }): readonly Fact[] {
  const dates = readDates(text);
  const free = (from: number, to: number) => !dates.some(({ start, end }) => from < end && to > start);
  const rest = [...readNumbers(text), ...readNames(text, german)].filter(({ start, end }) => free(start, end));
  return [...dates, ...rest].sort((one, other) => one.start - other.start);
}

const monthName =
  "(?:jan(?:uary|uar|vier)?|f[eé]b(?:ruary|ruar|rero|braio)?|f[eé]vrier|m[aä]r(?:ch|s|z|zo)?|apr(?:il|ile)?|avril|abril|may(?:o)?|mai|maggio|june?|juni[o]?|juin|giugno|july?|juli[o]?|juillet|luglio|aug(?:ust)?|ao[uû]t|agosto|sept?(?:ember|embre|iembre)?|settembre|o[ck]t(?:ober|obre|ubre)?|ottobre|nov(?:ember|embre|iembre)?|d[eé][cz](?:ember|embre)?|dic(?:iembre|embre)?|enero|gennaio|marzo)";
const datePattern = new RegExp(
  [
    "(?<![\\d./-])\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}(?![\\d/-])",
    "\\d{4}年\\d{1,2}月\\d{1,2}日",
    "(?<![\\d./-])\\d{1,2}[-/.]\\d{1,2}[-/.](?:\\d{4}|\\d{2})(?![\\d/-])",
    `(?<!\\d)\\d{1,2}(?:st|nd|rd|th|er)?\\.?\\s+(?:of\\s+|de\\s+)?${monthName}\\b\\.?(?:,?\\s+(?:de\\s+)?\\d{4})?`,
    `(?<!\\p{L})${monthName}\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?(?!\\d)(?:,?\\s+\\d{4})?`,
    `(?<!\\p{L})${monthName}\\.?,?\\s+(?:de\\s+)?\\d{4}(?!\\d)`,
  ].join("|"),
  "giu",
);

const readDates = (text: string): readonly Fact[] =>
  [...text.matchAll(datePattern)].flatMap((found) => {
    const readings = readDate(found[0]);
    const place = { start: found.index, end: found.index + found[0].length };
    return readings.length === 0 ? [] : [{ kind: "date" as const, ...place, readings }];
  });

/** `2024-03-15`; `2024-03` for a month; `03-15` for a day without its year. */
function readDate(date: string): readonly string[] {
  const month = monthNumber(new RegExp(monthName, "iu").exec(date)?.[0]);
  if (month === undefined) return findDates(date);
  const numbers = date.match(/\d+/g) ?? [];
  const year = numbers.find((digits) => digits.length === 4);
  const day = numbers.find((digits) => digits.length <= 2)?.padStart(2, "0");
  return [[year, month, day].filter((part) => part !== undefined).join("-")];
}

const monthBeginnings =
  "jan|ene|gen feb|fev mar apr|avr|abr may|mai|mag jun|juin|giu jul|juil|lug aug|aou|ago sep|set oct|okt|ott nov dec|dez|dic"
    .split(" ")
    .map((beginnings) => new RegExp(`^(?:${beginnings})`));

function monthNumber(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const at = monthBeginnings.findIndex((beginning) => beginning.test(fold(name)));
  return at < 0 ? undefined : String(at + 1).padStart(2, "0");
}

const numberPattern =
  /(?<![\p{L}\p{N}.,:_/#-])\d+(?::\d{2}(?::\d{2})?|(?:[.,'’\u00a0\u202f ]\d{3})*(?:[.,]\d+)?)(?![\p{N}_])|(?<=\p{L}-?)\d+(?:[.,]\d+)*/gu;

const readNumbers = (text: string): readonly Fact[] =>
  [...text.matchAll(numberPattern)].map((found) => ({
    kind: "number",
    start: found.index,
    end: found.index + found[0].length,
    readings: readNumber(found[0]),
  }));

/** "5,403" is 5403 or 5.403: both are read. */
function readNumber(written: string): readonly string[] {
  if (written.includes(":")) return [written];
  const readings = new Set<string>();
  const spaceless = written.replace(/['’\u00a0\u202f ]/g, "");
  if (/^\d{1,3}(?:[.,]\d{3})+$/.test(spaceless)) readings.add(trimZeros(spaceless.replace(/[.,]/g, "")));
  if (/^\d{1,3}(?:,\d{3})+\.\d+$/.test(spaceless)) readings.add(trimZeros(spaceless.replaceAll(",", "")));
  if (/^\d{1,3}(?:\.\d{3})+,\d+$/.test(spaceless))
    readings.add(trimZeros(spaceless.replaceAll(".", "").replace(",", ".")));
  readings.add(trimZeros(spaceless.replace(",", ".")));
  return [...readings];
}

const trimZeros = (digits: string): string =>
  digits.includes(".") ? digits.replace(/0+$/, "").replace(/\.$/, "") : digits.replace(/^0+(?=\d)/, "");

const capital = "\\p{Lu}[\\p{L}\\p{M}\\p{N}]*(?:['’.&-]\\p{L}[\\p{L}\\p{M}\\p{N}]*)*";
const namePattern = new RegExp(
  `(?<![\\p{L}\\p{N}_@/.-])${capital}(?:[ \\t]+(?:(?:of|the|de|la|le|du|von|van|der|den|und|and|al|bin|di|da)[ \\t]+){0,2}${capital})*`,
  "gu",
);

/** Words with a capital where a sentence would not give them one. */
function readNames(text: string, german: boolean): readonly Fact[] {
  return [...text.matchAll(namePattern)].flatMap((found) => {
    let { index: start } = found;
    let name = found[0];
    if (beginsSentence(text, start)) {
      const lead = /^\S+\s+/.exec(name)?.[0];
      const first = (lead ?? name).trim();
      const isWord = !/\p{Lu}.*\p{Lu}|\p{N}/u.test(first);
      if (lead === undefined && isWord) return [];
      if (lead !== undefined && isWord && isPlainWord(fold(first))) {
        start += lead.length;
        name = name
          .slice(lead.length)
          .replace(/^(?:(?:of|the|de|la|le|du|von|van|der|den|und|and|al|bin|di|da)\s+)+/u, (small) => {
            start += small.length;
            return "";
          });
      }
    }
    const words = fold(name)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 1);
    if (words.length === 0 || (words.length === 1 && notNames.has(words[0] ?? ""))) return [];
    if (german && words.length < 2 && !/\p{Lu}.*\p{Lu}/u.test(name)) return [];
    return [{ kind: "name" as const, start, end: start + name.length, readings: [words.join(" ")] }];
  });
}

const isPlainWord = (folded: string): boolean =>
  notNames.has(folded) || languages.some((one) => isStopWord(folded, one));
const languages = ["en", "de", "fr", "es", "it"] as const;

const beginsSentence = (text: string, at: number): boolean =>
  /(?:^|[\n.!?:;。！？…“”"«»„(|>*_#]|\d[.)]|[-–—•])[\s*_"“„«'(>#|-]*$/u.test(text.slice(Math.max(0, at - 12), at));

/** Words that get a capital without being a name. */
const notNames = new Set(
  `i im ive id ill a an the this that these those it its he she they we you my your his her their our in on at by to of for from with
  and or but so if as when while where what who why how there here no not yes also according however both one two three note notes
  first second then finally monday tuesday wednesday thursday friday saturday sunday january february march april may june july
  august september october november december ok pm am bc ad ce today yesterday tomorrow each every some many most all any
  der die das ein eine er sie es wir ich in im am laut nach ja nein le la les un une il elle selon el los las una segun`.split(
    /\s+/,
  ),
);
