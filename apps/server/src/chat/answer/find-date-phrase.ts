import * as chrono from "chrono-node";
import type { Language } from "../../search/index.ts";

/** The part of a question that names a day, week, month or year, as search's date filter can read it. */
export interface DatePhrase {
  readonly phrase: string;
  /** The question without it. */
  readonly rest: string;
}

export function findDatePhrase(question: string, language: Language, now: Date): DatePhrase | undefined {
  const found = findWords(question, language, now) ?? findYear(question);
  if (found === undefined || /["“”]/.test(found.phrase)) return undefined;
  const before = question.slice(0, found.index).replace(leadIn, " ");
  return { phrase: found.phrase, rest: `${before} ${question.slice(found.index + found.phrase.length)}`.trim() };
}

interface Found {
  readonly phrase: string;
  readonly index: number;
}

const readers: Readonly<Record<Language, chrono.Chrono>> = {
  en: chrono.en.casual,
  de: chrono.de.casual,
  fr: chrono.fr.casual,
  es: chrono.es.casual,
  it: chrono.it.casual,
  pt: chrono.pt.casual,
  nl: chrono.nl.casual,
  sv: chrono.en.casual,
  ru: chrono.ru.casual,
  ar: chrono.en.casual,
};

function findWords(question: string, language: Language, now: Date): Found | undefined {
  for (const result of readers[language].parse(question, now)) {
    // "at 10", "may" and "now" are rarely days: a date is named by a number with a month, or by two words or a long one.
    const { text, index, start } = result;
    const namesDay = start.isCertain("day") || start.isCertain("month") || start.isCertain("weekday");
    if (start.isCertain("hour") && !namesDay) continue;
    if (/^\p{L}{1,5}$/u.test(text) && !/^(today|heute|ayer|oggi|hier|ieri)$/i.test(text)) continue;
    const lead = leadWord.exec(text)?.[0].length ?? 0;
    return { phrase: text.slice(lead), index: index + lead };
  }
  return undefined;
}

/** "in 2024": a year by itself is taken for a date only after a word that says so. */
function findYear(question: string): Found | undefined {
  const found =
    /(?<=\b(?:in|during|of|from|since|im|jahr|en|año|annee|année|nel|em|sinds|anno|в)\s)(?:19|20)\d{2}\b/iu.exec(
      question,
    );
  return found === null ? undefined : { phrase: found[0], index: found.index };
}

const leadWord = /^(?:on|in|at|am|im|vom|le|en|el|il|nel|em|op|в)\s+(?=.*\d)/iu;
/** The preposition in front of a date says nothing once the date is gone. */
const leadIn = /\s+(?:on|in|at|during|of|from|since|around|am|im|vom|le|en|el|il|nel|em|op|в|the)\s*$/iu;
