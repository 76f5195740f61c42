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
 * Takes the filters out of a query wherever they stand: `+"word"`, `-"word"`, `file:"…"`, `-file:"…"`, `dt>="…"`,
 * and without quotes `file:notes.md`, `dt>=2024-03`. A filter that cannot be read filters nothing and is named in
 * `problems`.
 */
export function parseQuery(raw: string, context: DateContext): ParsedQuery {
  const query = raw.toWellFormed().replaceAll("\0", " ");
  const filters: Filters = { mustContain: [], mustNotContain: [], files: [], notFiles: [], problems: [] };
  const rest: string[] = [];
  let end = 0;
  let taken = 0;
  for (const found of query.matchAll(filterStart)) {
    if (!mayStart(query, found.index, end)) continue;
    const filter = isPasted(query, found) ? undefined : closeFilter(query, found);
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
  const read = readText(rest.join(" "));
  filters.problems.push(...unreadFilters(read.text));
  return { ...filters, ...read };
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
/** Where a day without quotes ends. */
const over = "(?=[\\s,;，；、。!?！？)）]|\\.(?:\\s|$)|$)";
/**
 * Full-width forms are what input methods of Chinese and Japanese type. Upstream wants quotes; without them only a name with
 * a star or an ending is taken for a file, and only a day, a month or a year in figures for a date, since anything else may
 * as well be a word of the question.
 */
const filterStart = new RegExp(
  `(?:(?<sign>[+＋\\-－−])|(?<file>[\\-－−]?file[:：]))(?<quote>[${double}])` +
    `|dt(?<operator>>=|<=|==|[><=:：])\\s?(?<dateQuote>[${double}${single}])` +
    `|(?<bareFile>[\\-－−]?file[:：])(?!//)(?<name>[^\\s${double},;，；、]{1,200})` +
    `|dt(?<bareOperator>>=|<=|==|[><=:：])(?<day>\\d{4}(?:-\\d{1,2}(?:-\\d{1,2})?)?)${over}`,
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

/** Log lines and passages hold such words (`file:main.py`) and ask for nothing by them; only quotes make a filter there. */
const isPasted = (query: string, { groups = {} }: RegExpExecArray): boolean =>
  query.length > longestWithPhrases && (groups.bareFile !== undefined || groups.bareOperator !== undefined);

/** The filter that begins here, when its quote is closed on the same line. */
function closeFilter(query: string, found: RegExpExecArray): Filter | undefined {
  const { sign, file, operator = "", quote, dateQuote, bareFile, name, bareOperator, day } = found.groups ?? {};
  const start = found.index + found[0].length;
  if (bareFile && name) {
    const value = name.replace(/[.。!?！？)）\]]+$/u, "");
    if (!/\*|\.[\p{L}\p{N}]{1,8}$/u.test(value)) return undefined;
    return {
      kind: minus.test(bareFile) ? "notFile" : "file",
      operator,
      value,
      end: found.index + bareFile.length + value.length,
    };
  }
  if (bareOperator && day) return { kind: "date", operator: bareOperator, value: day, end: start };
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

/** What looks like a filter and was read as words, with how it is written. */
function unreadFilters(text: string): string[] {
  if (text.length > longestWithPhrases) return [];
  return [
    ...(/(?:^|\s)[-－−]?file[:：][\p{L}\p{N}]/iu.test(text)
      ? ['"file:" was read as a word of the question: names of files stand in quotes, as in file:"notes"']
      : []),
    ...(/(?:^|\s)dt(?:[<>=]=?|[:：])[\p{L}\p{N}]/iu.test(text)
      ? ['"dt" was read as a word of the question: days stand in quotes, as in dt>="last week"']
      : []),
  ];
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
