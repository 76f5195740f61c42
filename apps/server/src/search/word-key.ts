import { fold } from "./index/fold.ts";
import { LANGUAGES, languageNumber, languagesOf, stemIn } from "./index/stem.ts";

/** A word spelled as the index spells it: lower case, no diacritics, one form of each letter. */
export const foldWord = (word: string): string => fold(word);

/** What a folded word has in common with its other forms in a language, as the index stems it. */
export function stemWord(folded: string, language: string): string {
  const bits = languagesOf(folded, languageNumber(language) === undefined ? undefined : language);
  for (let number = 1; number < LANGUAGES; number += 1)
    if (bits & (1 << number)) return stemIn(number, folded) || folded;
  return folded;
}
