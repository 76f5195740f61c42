import { BRIDGE, Tokenizer, type TokenKind, WHOLE } from "./tokenize.ts";

/** Characters of a query that are read, and different words that take part; of more words the rarest are kept. */
const LONGEST_QUERY = 100_000;
export const MOST_WORDS = 64;

export interface QueryWord {
  readonly word: string;
  /** Where it first stands. */
  readonly position: number;
  /** How often. */
  readonly count: number;
  readonly last: boolean;
  /** Joins two neighbouring words of a script without spaces. */
  readonly bridge: boolean;
  /** Indexes of the words this one is made of: `user` and `name` of `user_name`. */
  readonly parts: readonly number[];
}

/** The different words of a query in order. */
export function queryWords(text: string): QueryWord[] {
  const words: { word: string; position: number; count: number; last: boolean; bridge: boolean; parts: number[] }[] =
    [];
  const numbers = new Map<string, number>();
  const standing: { number: number; position: number }[] = [];
  const token = (units: Uint16Array, start: number, end: number, position: number, kind: TokenKind) => {
    const word = String.fromCharCode(...units.subarray(start, end));
    let number = numbers.get(word);
    if (number === undefined) {
      number = words.length;
      numbers.set(word, number);
      words.push({ word, position, count: 0, last: false, bridge: kind === BRIDGE, parts: [] });
    }
    const entry = words[number];
    if (!entry) return;
    entry.count++;
    if (kind === BRIDGE) return;
    entry.bridge = false;
    while (kind === WHOLE && (standing.at(-1)?.position ?? -1) >= position) {
      const part = standing.pop();
      if (part && part.number !== number) entry.parts.push(part.number);
    }
    standing.push({ number, position });
    if (standing.length > 256) standing.splice(0, 128);
  };
  new Tokenizer({ token }).tokenize(text.slice(0, LONGEST_QUERY), 0);
  // "wor " is finished, "wor" is not. Of a whole its last part is unfinished too, the first of `parts`.
  if (/[\p{L}\p{N}\p{M}]$/u.test(text)) {
    let last = words[standing.at(-1)?.number ?? -1];
    for (; last; last = words[last.parts[0] ?? -1]) last.last = true;
  }
  return words;
}

/** The words of a phrase one after another, without the wholes. */
export function phraseWords(text: string): string[] {
  const words: string[] = [];
  const token = (units: Uint16Array, start: number, end: number, _position: number, kind: TokenKind) => {
    if (kind !== WHOLE && kind !== BRIDGE) words.push(String.fromCharCode(...units.subarray(start, end)));
  };
  new Tokenizer({ token }).tokenize(text, 0);
  return words;
}
