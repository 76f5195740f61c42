import type { Language } from "../../search/index.ts";
import { findDatePhrase } from "./find-date-phrase.ts";
import { isLesserWord } from "./lesser-words.ts";
import { readWanted, type Wanted } from "./wanted.ts";
import { contentWords, fold, readWords, type Word } from "./words.ts";

/** One thing that is asked, ready to be searched for. */
export interface Part {
  /** As the person put it. */
  readonly asked: string;
  /** The words that name what is asked for, those of the question before included where it is a follow-up. */
  readonly words: readonly Word[];
  /** Those of `words` that count half and may be missing: of the question before, or saying what kind of answer is wanted. */
  readonly minor: ReadonlySet<Word>;
  readonly language: Language;
  /** Queries for the search room, the narrowest first. Filters the person wrote stand in each. */
  readonly queries: readonly string[];
  readonly wanted: Wanted;
  /** Filters and dates that narrow it, as the person wrote them. */
  readonly filters: readonly string[];
  /** Of these, the filters alone. */
  readonly written: readonly string[];
  /** Too little to stand alone: the questions before say what is meant. */
  readonly leansOnEarlier: boolean;
}

/**
 * Takes a question apart: several things asked at once, filters, dates, and words left to the questions before
 * (`earlier`, the newest first).
 */
export function readQuestion(question: string, earlier: readonly string[], now: Date): readonly Part[] {
  const { text, filters } = takeFilters(withoutSystemText(question));
  const parts: Part[] = [];
  let before = earlier.map((one) => takeFilters(withoutSystemText(one)).text);
  for (const asked of splitParts(text)) {
    parts.push(readPart(asked, before, filters, now));
    before = [asked, ...before];
  }
  return parts.length > 0 || filters.length === 0 ? parts : [readPart("", [], filters, now)];
}

/** Obsidian adds the open note and instructions for a model in `<SYSTEM>`: not the person's words. */
export const withoutSystemText = (question: string): string =>
  question
    .replace(/<SYSTEM>.*?(<\/SYSTEM>|$)/gs, " ")
    .trim()
    .slice(0, longest);

/** More than this is a text, not a question: its beginning is what is searched for. */
const longest = 4000;

const quote = '"“”„＂';
const filterPattern = new RegExp(
  `(?<=^|\\s)(?:[+-][${quote}][^${quote}\\n]+[${quote}]|-?file:[${quote}][^${quote}\\n]+[${quote}]` +
    `|dt(?:>=|<=|==|[><=:])\\s?["'‘’“”][^"'‘’“”\\n]+["'‘’“”])`,
  "giu",
);

function takeFilters(question: string): { readonly text: string; readonly filters: readonly string[] } {
  const filters = question.match(filterPattern) ?? [];
  return {
    text: question
      .replace(filterPattern, " ")
      .replace(/[ \t]+/g, " ")
      .trim(),
    filters,
  };
}

const mostParts = 4;
const asking =
  "what|who|whom|whose|when|where|why|how|which|is|are|was|were|did|do|does|can|was|wer|wann|wo|warum|wie|welche[rsmn]?|qui|que|quoi|quand|où|pourquoi|comment|combien|quién|qué|cuándo|dónde|por qué|cómo|cuánt[oa]s?|chi|cosa|quando|dove|perché|come";
const joint = new RegExp(`[,;]?\\s+(?:and|und|et|y|e)\\s+(?=(?:${asking})\\b)`, "iu");

function splitParts(text: string): readonly string[] {
  const parts = text
    .split(/(?<=[?？؟])\s*|\n{2,}/u)
    .flatMap(splitJoined)
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
  return parts.length <= mostParts ? parts : [...parts.slice(0, mostParts - 1), parts.slice(mostParts - 1).join(" ")];
}

/** "Did I write …", "in my notes": where the answer is looked for, not what is asked. */
const aboutNotes =
  /\b(?:(?:did|have|had) (?:i|we) (?:write|written|note|noted|say|said)(?: down)?|(?:do|does|did) (?:my|our|the) notes? (?:say|mention|have)|(?:in|from|according to) (?:my|our|the) notes?|habe ich (?:geschrieben|notiert)|(?:in|aus|laut) (?:meinen|den) notizen|dans mes notes|en mis notas)\b/giu;

/** What stands in quotation marks is searched for as it stands first, then by its words. */
const quotation = /["“”„«»「」『』＂]/gu;

/** "Who is the keeper and when did he leave" asks two things; "how and when did he leave" one. */
function splitJoined(sentence: string): readonly string[] {
  const parts = sentence.split(joint);
  return parts.every((part) => contentWords(part).words.length > 0) ? parts : [sentence];
}

function readPart(asked: string, earlier: readonly string[], filters: readonly string[], now: Date): Part {
  const own = contentWords(asked.replace(aboutNotes, " "));
  const carried = isFollowUp(asked) ? carryOver(earlier) : [];
  const known = new Set(own.words.map((word) => word.key));
  const added = carried.filter((word) => !known.has(word.key));
  const tail = [...added.map((word) => word.text), ...filters].join(" ");
  const date = findDatePhrase(asked, own.language, now);
  const dateFilter = date && `dt:"${date.phrase}"`;
  const dateless = date && contentWords(date.rest).words;
  const named = dateless ?? own.words;
  const unquoted = asked.replace(quotation, " ");
  const queries = [
    ...(date && dateless && dateless.length + added.length > 0 ? [`${date.rest} ${tail} ${dateFilter}`] : []),
    ...(date && dateless && dateless.length + added.length < 2 ? [`${filters.join(" ")} ${dateFilter}`] : []),
    `${asked} ${tail}`,
    ...(unquoted === asked ? [] : [`${unquoted} ${tail}`]),
  ];
  return {
    asked,
    words: [...named, ...added],
    minor: new Set([...added, ...named.filter(({ folded }) => isLesserWord(folded, own.language))]),
    language: own.language,
    queries: queries.map((query) => query.replace(/[ \t]+(?=[?？]|[ \t])/g, "").trim()),
    wanted: readWanted(asked),
    filters: date ? [...filters, date.phrase] : filters,
    written: filters,
    leansOnEarlier: isFollowUp(asked),
  };
}

/** Too little to stand alone: one word or none, or a pronoun whose noun is in the question before. */
function isFollowUp(question: string): boolean {
  const { words, language } = contentWords(question);
  if (words.length === 0) return true;
  if (leadsOn.test(fold(question).trim())) return words.length <= 3;
  const pronoun = readWords(question, language).some((word) => pronouns.has(word.folded));
  return words.length <= (pronoun ? 3 : 0);
}

const leadsOn = /^(and|but|so|also|what about|how about|und|aber|et|mais|y|pero|e|ma|en|och|а|и)\b/u;
const pronouns = new Set(
  `it its he him his she her hers they them their theirs this that these those there then one ones
  er sie es ihn ihm ihr ihre ihnen sein seine dort damals dies dieser diese dieses
  il elle ils elles lui leur ca cela celui celle ella ello ellos ellas eso esto aquello lo
  lei loro esso essa quello quella ele ela eles elas isso aquilo hij zij hun hem dat daar han hon den det dem
  он она оно они его ее их это там`.split(/\s+/),
);

/** The words the newest earlier question was about, and of the one before where that was a follow-up itself. */
function carryOver(earlier: readonly string[], depth = 3): readonly Word[] {
  const [last, ...older] = earlier;
  if (last === undefined || depth === 0) return [];
  const { words } = contentWords(last);
  return isFollowUp(last) ? [...words, ...carryOver(older, depth - 1)] : words;
}
