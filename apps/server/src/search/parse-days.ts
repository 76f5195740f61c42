import * as chrono from "chrono-node";
import { DateTime } from "luxon";

/** Days as YYYY-MM-DD, `from` inclusive, `to` exclusive; an absent end is open. */
export interface Days {
  readonly from?: string;
  readonly to?: string;
}

export type DateOperator = ">=" | ">" | "<=" | "<" | "=";

/** The moment and place a date is read from: "today" is a day in the person's zone, not the server's. */
export interface DateContext {
  readonly now: Date;
  readonly timeZone: string;
}

/** The days a date filter lets pass; undefined when the date cannot be read. */
export function parseDays(operator: DateOperator, written: string, context: DateContext): Days | undefined {
  const span = readSpan(written.normalize("NFKC").trim(), context);
  if (span === undefined) return undefined;
  const start = writeDay(span.start);
  const end = writeDay(span.end);
  switch (operator) {
    case ">=":
      return { ...(start && { from: start }) };
    case ">":
      return end ? { from: end } : nothing;
    case "<":
      return start ? { to: start } : nothing;
    case "<=":
      return { ...(end && { to: end }) };
    case "=":
      return { ...(start && { from: start }), ...(end && { to: end }) };
  }
}

/** The days that pass both; from on or after `to` means that no day does. */
export function intersectDays(one: Days | undefined, other: Days): Days {
  const from = [one?.from, other.from]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
  const to = [one?.to, other.to]
    .filter((day) => day !== undefined)
    .sort()
    .at(0);
  return { ...(from && { from }), ...(to && { to }) };
}

const nothing: Days = { from: "9999-12-31", to: "0001-01-01" };

interface Span {
  readonly start: DateTime;
  readonly end: DateTime;
}

const readSpan = (written: string, context: DateContext): Span | undefined =>
  readNumbers(written) ?? readWords(written, context);

/** `2024`, `2024-03`, `2024-03-15`, `15.03.2024` and the like; day before month, as dates in notes are read. */
function readNumbers(written: string): Span | undefined {
  const parts = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(written)?.slice(1);
  if (parts) return readParts(parts[0], parts[1], parts[2]);
  const [, first, second, year] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/.exec(written) ?? [];
  if (year === undefined) return undefined;
  const full = year.length === 4 ? year : String(Number(year) + (Number(year) < 70 ? 2000 : 1900));
  return readParts(full, second, first) ?? readParts(full, first, second);
}

function readParts(year: string | undefined, month?: string, day?: string): Span | undefined {
  const start = DateTime.utc(Number(year), Number(month ?? 1), Number(day ?? 1));
  if (!start.isValid) return undefined;
  return spanFrom(start, day ? "day" : month ? "month" : "year");
}

type Unit = "day" | "week" | "month" | "year";

/** A week is the seven days that end on the day named (wire.md §5); every other unit is the whole of it. */
function spanFrom(day: DateTime, unit: Unit): Span {
  if (unit === "week") return { start: day.minus({ days: 6 }), end: day.plus({ days: 1 }) };
  const start = day.startOf(unit);
  return { start, end: start.plus({ [unit]: 1 }) };
}

/** "yesterday", "March 2024", "2 years ago", "Donnerstag": read whole or not at all, in the first language that can. */
function readWords(written: string, context: DateContext): Span | undefined {
  const today = DateTime.fromJSDate(context.now, { zone: context.timeZone });
  const words = written.toLowerCase().replace(/^the\s+/, "");
  const spelled = rewrites.reduce((text, [from, to]) => text.replace(from, to), words);
  const reference = { instant: context.now, timezone: today.offset };
  for (const language of languages) {
    const found = language.parse(spelled, reference)[0];
    if (found === undefined || found.text.trim().length !== spelled.length) continue;
    const start = readComponents(found.start, spelled, today);
    const end = found.end ? readComponents(found.end, spelled, today) : start;
    if (start && end) return { start: start.start, end: end.end };
  }
  return undefined;
}

const rewrites: readonly (readonly [RegExp, string])[] = [
  [/^day before yesterday$/, "2 days ago"],
  [/^day after tomorrow$/, "in 2 days"],
];

const languages = [
  chrono.en,
  chrono.de,
  chrono.fr,
  chrono.es,
  chrono.it,
  chrono.pt,
  chrono.nl,
  chrono.ru,
  chrono.uk,
  chrono.ja,
  chrono.zh,
];

const weekWords = /week|woche|semaine|semana|settimana|недел|тижд|[周週]|星期|礼拜|禮拜/;
const forwardWords = /later|from now|from today|next|tomorrow|^in /;

function readComponents(parts: chrono.ParsedComponents, words: string, today: DateTime): Span | undefined {
  const unit = unitOf(parts, words);
  const day = DateTime.utc(parts.get("year") ?? 0, parts.get("month") ?? 1, parts.get("day") ?? 1);
  if (!day.isValid || unit === undefined) return undefined;
  const thisDay = DateTime.utc(today.year, today.month, today.day);
  if (unit === "week") return spanFrom(parts.isCertain("day") ? day : thisDay, "week");
  const vague = !parts.isCertain("year") && !forwardWords.test(words);
  return spanFrom(vague ? lastBefore(day, thisDay, parts) : day, unit);
}

function unitOf(parts: chrono.ParsedComponents, words: string): Unit | undefined {
  if (weekWords.test(words) && !parts.isCertain("weekday")) return "week";
  if (parts.isCertain("day") || parts.isCertain("weekday")) return "day";
  if (parts.isCertain("month")) return "month";
  return parts.isCertain("year") ? "year" : undefined;
}

/** People look for notes of the past: "March" and "Friday" are the latest ones that have begun. */
function lastBefore(day: DateTime, today: DateTime, parts: chrono.ParsedComponents): DateTime {
  if (day <= today) return day;
  return parts.isCertain("month") ? day.minus({ years: 1 }) : day.minus({ weeks: 1 });
}

/** Days are compared as text, so a day outside the years 1 to 9999 is an open end. */
const writeDay = (day: DateTime): string | undefined =>
  day.year >= 1 && day.year <= 9999 ? day.toFormat("yyyy-MM-dd") : undefined;
