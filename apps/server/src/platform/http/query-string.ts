import { storableText } from "./storable-text.ts";

/** No route takes a tenth of these. Of hundreds of thousands each costs time, and before anybody is asked who they are. */
const mostParameters = 1000;

/**
 * Reads a query string as leniently as upstream's clients need: stray `&`, a repeated key (the last wins), `+` for a
 * blank, and bytes that are no UTF-8 (they become U+FFFD instead of an error). What comes after the thousandth is not read.
 */
export const parseQueryString = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...new URLSearchParams(text.split("&", mostParameters).join("&"))].map(([name, value]) => [
      name,
      storableText(value),
    ]),
  );
