import { plainTitle } from "../plain-title.ts";

export interface Headline {
  readonly level: number;
  /** Without stars, state, priority and tags. */
  readonly title: string;
  readonly tags: readonly string[];
}

const usualKeywords = ["TODO", "NEXT", "WAITING", "ACTIVE", "DONE", "CANCELLED", "CANCELED", "FAILED"];
const longestHeadline = 2000;

/** The states of a file: the usual ones and those its `#+TODO:`, `#+SEQ_TODO:` and `#+TYP_TODO:` lines name. */
export function todoKeywords(text: string): ReadonlySet<string> {
  const keywords = new Set(usualKeywords);
  if (!/_?todo:/i.test(text)) return keywords;
  for (const match of text.matchAll(/^[ \t]*#\+(?:SEQ_|TYP_)?TODO:(.{0,1000})/gim)) {
    for (const word of (match[1] ?? "").split(/\s+/)) {
      const keyword = word.replace(/\(.*$/, "");
      if (keyword !== "" && keyword !== "|") keywords.add(keyword);
    }
  }
  return keywords;
}

/** Reads a line that begins with stars; undefined when no blank follows them, for then it is text. */
export function parseHeadline(
  text: string,
  start: number,
  end: number,
  keywords: ReadonlySet<string>,
): Headline | undefined {
  let position = start;
  while (position < end && text[position] === "*") position++;
  if (position === end || text[position] !== " ") return undefined;
  const level = position - start;
  let rest = text.slice(position, Math.min(end, position + longestHeadline)).trim();

  const state = /^\S+/.exec(rest)?.[0] ?? "";
  if (keywords.has(state)) rest = rest.slice(state.length).trimStart();
  rest = rest.replace(/^\[#[A-Za-z0-9]{1,2}\][ \t]*/, "");

  const tagStart = rest.search(/(?:^|[ \t])(?::[^\s:]+)+:$/);
  if (tagStart === -1) return { level, title: plainTitle(rest), tags: [] };
  const tags = rest.slice(tagStart).trim().split(":").filter(Boolean);
  return { level, title: plainTitle(rest.slice(0, tagStart)), tags };
}
