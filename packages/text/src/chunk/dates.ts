const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const month =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const year = "(\\d{4}|'?\\d{2})";
const edge = "(?![\\p{L}\\d])";

type Read = (match: RegExpExecArray) => string | undefined;

/** The forms of a day in prose, most particular first; a later form does not look inside an earlier one's match. */
const forms: readonly (readonly [pattern: RegExp, read: Read])[] = [
  // 2024-03-05, 2024/03/05, also in <2024-03-05 Tue 10:00> and 2024-03-05T10:00
  [/(?<![\d./-])(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?!\d|[-/]\d)/g, (m) => day(m[1], m[3], m[4])],
  // 2024年3月5日
  [/(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})日/g, (m) => day(m[1], m[2], m[3])],
  // 05-03-2024, 05/03/2024, 05.03.2024, 05-03-24, 05/03/24; month first where only that can be
  [
    /(?<![\d./-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d|[-/.]\d)/g,
    (m) => (m[2] === "." && m[4]?.length === 2 ? undefined : (day(m[4], m[3], m[1]) ?? day(m[4], m[1], m[3]))),
  ],
];
const wordForms: readonly (readonly [pattern: RegExp, read: Read])[] = [
  // 5th March 2024, 5 Mar 24
  [
    new RegExp(`(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?\\.?[ \\t]+(?:of[ \\t]+)?${month},?[ \\t]+${year}${edge}`, "giu"),
    (m) => day(m[3], monthNumber(m[2]), m[1]),
  ],
  // March 5th, 2024
  [
    new RegExp(`(?<!\\p{L})${month}[ \\t]+(\\d{1,2})(?:st|nd|rd|th)?,?[ \\t]+${year}${edge}`, "giu"),
    (m) => day(m[3], monthNumber(m[1]), m[2]),
  ],
  // March 2024, and March 24 when capitalised ('you may 20 times' is no date): the first of the month
  [
    new RegExp(`(?<!\\p{L})${month},?[ \\t]+${year}${edge}`, "giu"),
    (m) => (m[2]?.length === 4 || /^\p{Lu}/u.test(m[0]) ? day(m[2], monthNumber(m[1]), "1") : undefined),
  ],
];

/** The days named in a text, as YYYY-MM-DD in the order of the calendar, each once. */
export function findDates(text: string): string[] {
  if (!/\d\d/.test(text)) return [];
  const found = new Set<string>();
  let rest = /\d[-/.年]\d/.test(text) ? collect(text, forms, found) : text;
  if (/(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(rest)) rest = collect(rest, wordForms, found);
  return [...found].sort();
}

/** Takes the matches of each form out of the text, so that a looser form does not read them again. */
function collect(text: string, among: typeof forms, found: Set<string>): string {
  let rest = text;
  for (const [pattern, read] of among) {
    rest = rest.replace(pattern, (...args: unknown[]) => {
      const match = args as unknown as RegExpExecArray;
      const date = read(match);
      if (date === undefined) return match[0];
      found.add(date);
      return " ";
    });
  }
  return rest;
}

const monthNumber = (name: string | undefined): string =>
  String(months.indexOf((name ?? "").slice(0, 3).toLowerCase()) + 1);

/** A day of the calendar, or undefined. Two-digit years are 1969 to 2068, as C and Python read them. */
function day(yearText = "", monthText = "", dayText = ""): string | undefined {
  const digits = yearText.replace("'", "");
  const short = Number(digits);
  const fullYear = digits.length === 2 ? (short < 69 ? 2000 + short : 1900 + short) : short;
  const monthOfYear = Number(monthText);
  const dayOfMonth = Number(dayText);
  if (fullYear < 1 || monthOfYear < 1 || monthOfYear > 12 || dayOfMonth < 1) return undefined;
  if (dayOfMonth > new Date(Date.UTC(2000 + (fullYear % 400), monthOfYear, 0)).getUTCDate()) return undefined;
  return `${String(fullYear).padStart(4, "0")}-${String(monthOfYear).padStart(2, "0")}-${String(dayOfMonth).padStart(2, "0")}`;
}
