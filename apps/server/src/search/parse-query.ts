import { type DateContext, type DateOperator, type Days, intersectDays, parseDays } from "./parse-days.ts";

/** A query as typed, taken apart: what to rank by, and what must hold. */
export interface ParsedQuery {
  /** The words that are left when the filters are out; the words of phrases are among them. */
  readonly text: string;
  readonly phrases: readonly string[];
  readonly mustContain: readonly string[];
  readonly mustNotContain: readonly string[];
  readonly files: readonly string[];
  readonly notFiles: readonly string[];
  readonly days?: Days;
  /** Filters that were left out, each with the reason, for the person. */
  readonly problems: readonly string[];
}

/**
 * Takes the filters out of a query wherever they stand: `+"word"`, `-"word"`, `file:"…"`, `-file:"…"`, `dt>="…"`
 * (wire.md §5). A filter that cannot be read filters nothing and is named in `problems`.
 */
export function parseQuery(raw: string, context: DateContext): ParsedQuery {
  const query = raw.toWellFormed().replaceAll("\0", " ");
  const filters: Filters = { mustContain: [], mustNotContain: [], files: [], notFiles: [], problems: [] };
  const rest: string[] = [];
  let end = 0;
  let taken = 0;
  for (const found of query.matchAll(filterStart)) {
    if (!mayStart(query, found.index, end)) continue;
    const filter = closeFilter(query, found);
    if (filter === undefined) continue;
    rest.push(query.slice(end, found.index));
    end = filter.end;
    taken += 1;
    if (taken <= mostFilters) readFilter(filters, filter, context);
  }
  if (taken > mostFilters) {
    filters.problems.push(`Only the first ${mostFilters} filters of the ${taken} given were used`);
  }
  rest.push(query.slice(end));
  return { ...filters, ...readText(rest.join(" ")) };
}

/** More is a pasted text rather than a question, and would cost as much as that many searches. */
const mostFilters = 64;

interface Filters {
  readonly mustContain: string[];
  readonly mustNotContain: string[];
  readonly files: string[];
  readonly notFiles: string[];
  readonly problems: string[];
  days?: Days;
}

const double = '"“”„‟＂';
const single = "'‘’‚‛＇";
/** Full-width forms are what input methods of Chinese and Japanese type. */
const filterStart = new RegExp(
  `(?:(?<sign>[+＋\\-－−])|(?<file>[\\-－−]?file[:：]))(?<quote>[${double}])` +
    `|dt(?<operator>>=|<=|==|[><=:：])\\s?(?<dateQuote>[${double}${single}])`,
  "giu",
);
const minus = /^[-－−]/;
const closers: Readonly<Record<"double" | "single", RegExp>> = {
  double: new RegExp(`[${double}\n]`, "gu"),
  single: new RegExp(`[${single}\n]`, "gu"),
};
/** A term, a glob or a date is never longer; beyond it an open quote is just a quote. */
const longest = 500;

const opening = /[\s([{（「『【《,，、。;；:：!！?？]/u;
const writtenWithoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Not inside a word (`profile:"x"`, `"a"+"b"`), but after a letter of a script that puts no space between words. */
function mayStart(query: string, index: number, previousEnd: number): boolean {
  if (index < previousEnd) return false;
  if (index === previousEnd) return true;
  const before = query.slice(Math.max(previousEnd, index - 2), index);
  const character = [...before].at(-1) ?? "";
  return opening.test(character) || writtenWithoutSpaces.test(character);
}

interface Filter {
  readonly kind: "contain" | "notContain" | "file" | "notFile" | "date";
  readonly operator: string;
  readonly value: string;
  readonly end: number;
}

/** The filter that begins here, when its quote is closed on the same line. */
function closeFilter(query: string, found: RegExpExecArray): Filter | undefined {
  const { sign, file, operator = "", quote, dateQuote } = found.groups ?? {};
  const start = found.index + found[0].length;
  const closer = single.includes(quote ?? dateQuote ?? "") ? closers.single : closers.double;
  const body = query.slice(start, start + longest);
  closer.lastIndex = 0;
  const close = closer.exec(body);
  if (close === null || close[0] === "\n") return undefined;
  const kind = dateQuote
    ? "date"
    : file
      ? minus.test(file)
        ? "notFile"
        : "file"
      : minus.test(sign ?? "")
        ? "notContain"
        : "contain";
  return { kind, operator, value: body.slice(0, close.index).trim(), end: start + close.index + 1 };
}

function readFilter(filters: Filters, { kind, operator, value }: Filter, context: DateContext): void {
  if (value === "") {
    filters.problems.push("A filter with nothing between its quotes was left out");
    return;
  }
  if (kind === "contain") filters.mustContain.push(value);
  else if (kind === "notContain") filters.mustNotContain.push(value);
  else if (kind === "file") filters.files.push(value);
  else if (kind === "notFile") filters.notFiles.push(value);
  else readDate(filters, operator, value, context);
}

function readDate(filters: Filters, written: string, value: string, context: DateContext): void {
  const operator = /^[:：=]/.test(written) ? "=" : (written as DateOperator);
  const days = parseDays(operator, value, context);
  if (days) filters.days = intersectDays(filters.days, days);
  else {
    filters.problems.push(
      `The date filter dt${written}"${value}" was left out: write a day such as 2024-03-15, a month such as ` +
        `"March 2024", or words such as "last week"`,
    );
  }
}

const phrase = new RegExp(`[${double}]([^${double}\n]{2,200})[${double}]`, "gu");
/** Longer is a passage pasted to find its like, whose quotation marks ask for nothing. */
const longestWithPhrases = 300;

function readText(rest: string): Pick<ParsedQuery, "text" | "phrases"> {
  const text = rest.replace(/\s+/gu, " ").trim();
  if (text.length > longestWithPhrases) return { text, phrases: [] };
  const phrases = [...text.matchAll(phrase)].map((found) => (found[1] ?? "").trim());
  return {
    text: text.replace(phrase, " $1 ").replace(/\s+/gu, " ").trim(),
    phrases: phrases.filter((words) => /[\p{L}\p{N}]/u.test(words)),
  };
}
