import type { PdfPage } from "./read-page.ts";

const mostUnknown = 0.2;
const fewestLetters = 200;
/** Texts in languages of Latin letters reach -2.8 to -3.05, the same with their letters exchanged -3.4 and less. */
const leastLikely = -3.2;

/**
 * Whether the letters a page's fonts name can be those it shows. Unknown characters tell that they are not; so do letters
 * in shares that no language has, where a font's table was shuffled to hinder copying.
 */
export function isReadable({ characters, unknown, words }: Pick<PdfPage, "characters" | "unknown" | "words">): boolean {
  if (characters === 0) return true;
  if (isUnknown({ characters, unknown })) return false;
  return likelihood(words) > leastLikely;
}

/** The file's fonts give too many of the letters no meaning. */
export const isUnknown = ({ characters, unknown }: Pick<PdfPage, "characters" | "unknown">): boolean =>
  unknown > mostUnknown * characters;

/** Hundredths of a percent of the letters a to z in running text, over several languages. */
const shares = [
  880, 140, 330, 400, 1330, 140, 190, 280, 780, 40, 90, 440, 280, 730, 660, 240, 60, 680, 690, 730, 370, 120, 120, 30,
  110, 90,
];
const allShares = shares.reduce((sum, share) => sum + share, 0);

/** The mean logarithm of how frequent its letters are, over words of four and more (formulas are no language); 0 when they are few. */
export function likelihood(words: readonly { readonly text: string }[]): number {
  let sum = 0;
  let letters = 0;
  for (const { text } of words) {
    const word = text.toLowerCase().replace(/[^a-z]+$|^[^a-z]+/g, "");
    if (!/^[a-z]{4,}$/.test(word)) continue;
    letters += word.length;
    for (const letter of word) sum += Math.log((shares[letter.charCodeAt(0) - 97] ?? 1) / allShares);
  }
  return letters < fewestLetters ? 0 : sum / letters;
}

const fewestCharacters = 16;
const stampCharacters = 200;

/** A page of pictures without a text of its own, or with no more than a stamp on it. */
export const isScan = ({ characters, pictured }: Pick<PdfPage, "characters" | "pictured">): boolean =>
  (characters < fewestCharacters && pictured > 0.01) || (characters < stampCharacters && pictured > 0.8);
