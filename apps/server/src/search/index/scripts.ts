/** Scripts that are told apart, by their Unicode names; letters of any other are the last. */
const SCRIPTS = [
  ...["Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Han", "Hiragana", "Katakana", "Hangul", "Thai"],
  ...["Devanagari", "Bengali", "Tamil", "Telugu", "Gujarati", "Gurmukhi", "Kannada", "Malayalam", "Sinhala"],
  ...["Georgian", "Armenian", "Ethiopic", "Khmer", "Lao", "Myanmar", "Tibetan", "Mongolian"],
] as const;
const OTHER = SCRIPTS.length;
const NO_LETTER = 255;
const NINE_TENTHS = 0.9;

/** A set of scripts as bits. */
export const scriptSet = (names: readonly string[]): number =>
  SCRIPTS.reduce((set, name, number) => (names.includes(name) ? set | (1 << number) : set), 0);

/** The scripts that nine tenths of a text's letters are of, the most frequent first, as a set. */
export function scriptsOf(text: string): number {
  counts.fill(0);
  let letters = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at++;
    const script = (pages.get(code >>> 8) ?? fillPage(code >>> 8))[code & 255] as number;
    if (script === NO_LETTER) continue;
    counts[script] = (counts[script] as number) + 1;
    letters++;
  }
  let set = 0;
  for (let covered = 0; covered < letters * NINE_TENTHS; ) {
    let most = 0;
    for (let script = 1; script <= OTHER; script++)
      if ((counts[script] as number) > (counts[most] as number)) most = script;
    covered += counts[most] as number;
    counts[most] = 0;
    set |= 1 << most;
  }
  return set;
}

/** Whether a model of the scripts `known` can read what is written in `scripts`. */
export const areKnown = (scripts: number, known: number): boolean => (scripts & ~known) === 0;

const counts = new Uint32Array(OTHER + 1);
const pages = new Map<number, Uint8Array>();
const tests = SCRIPTS.map((name) => new RegExp(`\\p{Script=${name}}`, "u"));

function fillPage(high: number): Uint8Array {
  const page = new Uint8Array(256).fill(NO_LETTER);
  for (let low = 0; low < 256; low++) {
    const character = String.fromCodePoint((high << 8) | low);
    // Letters that several scripts have in common tell none of them.
    if (!/\p{L}/u.test(character) || /[\p{Script=Common}\p{Script=Inherited}]/u.test(character)) continue;
    const script = tests.findIndex((test) => test.test(character));
    page[low] = script === -1 ? OTHER : script;
  }
  pages.set(high, page);
  return page;
}
