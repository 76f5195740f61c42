import { fold } from "../answer/words.ts";
import { type Fact, readFacts } from "./read-facts.ts";

/** A text that facts are looked for in. */
export interface FactGround {
  has(fact: Fact): boolean;
}

/** Reads the facts of a text once, so that an answer's can be compared with them one by one. */
export function groundOf(text: string): FactGround {
  const known = new Set<string>();
  for (const { kind, readings } of readFacts(text, { german: false })) {
    for (const reading of readings) known.add(`${kind} ${reading}`);
    // A day is a day of its month, and of any year.
    if (kind === "date") for (const day of readings) known.add(`date ${day.slice(0, 7)}`).add(`date ${day.slice(5)}`);
  }
  // Numbers inside dates, versions and names count too: "the count of 2024" may rest on "2024-03-15".
  for (const digits of text.match(/\d+/g) ?? []) known.add(`number ${digits.replace(/^0+(?=\d)/, "")}`);
  const words = new Set(fold(text).split(/[^\p{L}\p{N}]+/u));
  for (const word of words) {
    const number = numberWords.get(word);
    if (number !== undefined) known.add(`number ${number}`);
  }
  return {
    has({ kind, readings }) {
      if (kind === "name") return readings.some((name) => name.split(" ").every((word) => hasWord(words, word)));
      return readings.some((reading) => known.has(`${kind} ${reading}`));
    },
  };
}

/** "Skerryvore's", "Millers": an ending does not make it another name. */
function hasWord(words: ReadonlySet<string>, word: string): boolean {
  if (words.has(word)) return true;
  const bare = word.replace(/(?:'s|s)$/u, "");
  return words.has(bare) || words.has(`${word}s`);
}

const numberWords: ReadonlyMap<string, number> = new Map(
  [
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
    "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince",
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici",
  ]
    .flatMap((line) => line.split(" ").map((word, number): [string, number] => [word, number]))
    .concat([
      ["thirty", 30],
      ["forty", 40],
      ["fifty", 50],
      ["sixty", 60],
      ["seventy", 70],
      ["eighty", 80],
      ["ninety", 90],
      ["hundred", 100],
      ["thousand", 1000],
      ["dozen", 12],
      ["dreissig", 30],
      ["vierzig", 40],
      ["funfzig", 50],
      ["hundert", 100],
      ["tausend", 1000],
    ]),
);
