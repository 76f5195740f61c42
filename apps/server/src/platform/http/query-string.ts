import { storableText } from "./storable-text.ts";

/**
 * Reads a query string as leniently as upstream's clients need: stray `&`, a repeated key (the last wins), `+` for a
 * blank, and bytes that are no UTF-8 (they become U+FFFD instead of an error).
 */
export const parseQueryString = (text: string): Record<string, string> =>
  Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, storableText(value)]));
