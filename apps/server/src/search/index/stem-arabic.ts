/**
 * Light stemming of folded Arabic: the article with its joined particles, a leading و, and the common endings, each only
 * when enough of the word is left. Broken plurals are beyond it.
 */
export function stemArabic(word: string): string {
  let stem = word;
  if (stem.length > 3 && stem.startsWith("و")) stem = stem.slice(1);
  const article = /^(وال|بال|كال|فال|لل|ال)/.exec(stem);
  if (article && stem.length - article[0].length >= 2) stem = stem.slice(article[0].length);
  for (const ending of endings) {
    if (stem.endsWith(ending) && stem.length - ending.length >= 3) stem = stem.slice(0, -ending.length);
  }
  return stem;
}

// As in the "light10" stemmer; ة is already ه, ى already ي.
const endings = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"];
