export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the words stand in the text, case and diacritics apart, in order and without overlap. UTF-16 offsets. */
export function findWords(text: string, words: readonly string[]): readonly Range[] {
  const pattern = patternOf(words);
  if (pattern === undefined) return [];
  return [...fold(text).matchAll(pattern)].map(({ index, 0: found }) => ({ start: index, end: index + found.length }));
}

/** The words of a query as typed, without its filters and its excluded words. */
export function wordsOf(query: string): readonly string[] {
  const plain = query
    .replace(/(^|\s)-?(?:file|dt)\s*(?:[:<>=]+)\s*(?:"[^"]*"|\S+)/giu, " ")
    .replace(/(^|\s)-"[^"]*"/gu, " ");
  return [...new Set([...plain.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}_'’-]*/gu)].map(([word]) => word))];
}

/** Words that stand everywhere: marking them would hide the ones that matter. */
const quietWords = new Set(
  (
    "a an and are as at be by can did do does for from had has have how i in is it its my not of on or our so that the their this to was we were " +
    "what when where which who why will with you your der die das den dem ein eine und ist im in zu von mit auf für was wie wo wann le la les un une et " +
    "est en de du des que qui pour el los las una y es que con por"
  ).split(" "),
);

function patternOf(words: readonly string[]): RegExp | undefined {
  const folded = words.map((word) => fold(word.trim())).filter((word) => word !== "");
  const telling = folded.filter((word) => !quietWords.has(word));
  const alternatives = [...new Set(telling.length > 0 ? telling : folded)]
    .sort((one, other) => other.length - one.length)
    .map(alternative);
  return alternatives.length === 0 ? undefined : new RegExp(alternatives.join("|"), "gu");
}

/** Scripts without spaces have no word ends to look for; elsewhere a word may carry a short ending (`bake` in `baked`). */
function alternative(word: string): string {
  const letters = [...word].map((letter) => letter.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("\\p{M}*");
  if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u.test(word))
    return letters;
  const ending = word.length >= 4 ? "\\p{L}{0,3}" : "";
  return `(?<![\\p{L}\\p{N}])${letters}\\p{M}*${ending}(?![\\p{L}\\p{N}])`;
}

/** Lower case without diacritics, each unit in its place. */
function fold(text: string): string {
  return text.replace(/\P{ASCII}|[A-Z]+/gu, (part) => {
    const lower = (part.length === 1 ? (part.normalize("NFD")[0] ?? part) : part).toLowerCase();
    return lower.length === part.length ? lower : part;
  });
}
