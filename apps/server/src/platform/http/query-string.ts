/**
 * Reads a query string as leniently as upstream's clients need: stray `&`, a repeated key (the last wins), `+` for a
 * blank, and bytes that are no UTF-8 (they become U+FFFD instead of an error).
 */
export const parseQueryString = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

/** Percent-encodes the raw bytes above ASCII that some clients put into a request line. */
export const encodeRawBytes = (url: string): string =>
  url.replace(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
