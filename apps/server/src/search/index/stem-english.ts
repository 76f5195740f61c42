/**
 * Word to stem by the English algorithm of Snowball ("Porter2"), of folded words. The stemmers' package has one that gives
 * `connec` for connection but `connect` for connect, so it is not used for English.
 */
export function stemEnglish(word: string): string {
  const known = exceptions.get(word);
  if (known !== undefined) return known;
  if (word.length <= 2) return word;
  const marked = markConsonantY(word);
  const [r1, r2] = regions(marked);
  let stem = removePlural(marked);
  if (afterPlural.has(stem)) return stem;
  stem = removePast(stem, r1);
  stem = stem.replace(/(?<=.[^aeiouy])[yY]$/, "i");
  stem = replaceLongest(stem, r1, step2);
  stem = replaceLongest(stem, r1, step3, r2);
  stem = removeStep4(stem, r2);
  return removeFinal(stem, r1, r2).replaceAll("Y", "y");
}

const exceptions = new Map(
  Object.entries({
    skis: "ski",
    skies: "sky",
    dying: "die",
    lying: "lie",
    tying: "tie",
    idly: "idl",
    gently: "gentl",
    ugly: "ugli",
    early: "earli",
    only: "onli",
    singly: "singl",
    sky: "sky",
    news: "news",
    howe: "howe",
    atlas: "atlas",
    cosmos: "cosmos",
    bias: "bias",
    andes: "andes",
  }),
);
const afterPlural = new Set(["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"]);

function markConsonantY(word: string): string {
  return word.replace(/(^|[aeiouy])y/g, "$1Y");
}

/** R1 begins after the first consonant that follows a vowel; R2 is the same within R1. */
function regions(word: string): [number, number] {
  const special = /^(gener|commun|arsen)/.exec(word);
  const r1 = special ? special[0].length : afterVowelConsonant(word, 0);
  return [r1, afterVowelConsonant(word, r1)];
}

function afterVowelConsonant(word: string, from: number): number {
  const match = /[aeiouy][^aeiouy]/.exec(word.slice(from));
  return match ? from + match.index + 2 : word.length;
}

function removePlural(word: string): string {
  if (word.endsWith("sses")) return word.slice(0, -2);
  if (/(ied|ies)$/.test(word)) return word.length > 4 ? word.slice(0, -2) : word.slice(0, -1);
  if (/(us|ss)$/.test(word)) return word;
  return /[aeiouy].+s$/.test(word) ? word.slice(0, -1) : word;
}

function removePast(word: string, r1: number): string {
  const eed = /(eedly|eed)$/.exec(word);
  if (eed) return eed.index >= r1 ? `${word.slice(0, eed.index)}ee` : word;
  const ending = /(ingly|edly|ing|ed)$/.exec(word);
  if (!ending || !/[aeiouy]/.test(word.slice(0, ending.index))) return word;
  const stem = word.slice(0, ending.index);
  if (/(at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(stem)) return stem.slice(0, -1);
  return r1 >= stem.length && endsShort(stem) ? `${stem}e` : stem;
}

function endsShort(word: string): boolean {
  return /[^aeiouy][aeiouy][^aeiouywxY]$/.test(word) || /^[aeiouy][^aeiouy]$/.test(word);
}

type Rules = readonly (readonly [ending: string, replacement: string])[];

// Longest endings first.
const step2: Rules = [
  ["ational", "ate"],
  ["fulness", "ful"],
  ["iveness", "ive"],
  ["ization", "ize"],
  ["ousness", "ous"],
  ["biliti", "ble"],
  ["lessli", "less"],
  ["tional", "tion"],
  ["alism", "al"],
  ["aliti", "al"],
  ["ation", "ate"],
  ["entli", "ent"],
  ["fulli", "ful"],
  ["iviti", "ive"],
  ["ousli", "ous"],
  ["abli", "able"],
  ["alli", "al"],
  ["anci", "ance"],
  ["ator", "ate"],
  ["enci", "ence"],
  ["izer", "ize"],
  ["bli", "ble"],
  ["ogi", "og"],
  ["li", ""],
];
const step3: Rules = [
  ["ational", "ate"],
  ["tional", "tion"],
  ["alize", "al"],
  ["ative", ""],
  ["icate", "ic"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ness", ""],
  ["ful", ""],
];
const step4 = /(ement|able|ance|ence|ible|ment|ant|ate|ent|ism|iti|ive|ize|ous|ion|al|er|ic)$/;

function replaceLongest(word: string, r1: number, rules: Rules, r2 = 0): string {
  const rule = rules.find(([ending]) => word.endsWith(ending));
  if (!rule) return word;
  const [ending, replacement] = rule;
  const at = word.length - ending.length;
  if (at < r1) return word;
  if (ending === "ogi" && !word.endsWith("logi")) return word;
  if (ending === "li" && !/[cdeghkmnrt]li$/.test(word)) return word;
  if (ending === "ative" && at < r2) return word;
  return word.slice(0, at) + replacement;
}

function removeStep4(word: string, r2: number): string {
  const ending = step4.exec(word);
  if (!ending || ending.index < r2) return word;
  if (ending[0] === "ion" && !/[st]ion$/.test(word)) return word;
  return word.slice(0, ending.index);
}

function removeFinal(word: string, r1: number, r2: number): string {
  const end = word.length - 1;
  if (word.endsWith("e") && (end >= r2 || (end >= r1 && !endsShort(word.slice(0, -1))))) return word.slice(0, -1);
  return word.endsWith("ll") && end >= r2 ? word.slice(0, -1) : word;
}
