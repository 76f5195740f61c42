import { notSupported, type Part } from "./tokenizer-file.ts";
import { punctuation } from "./unicode-eight.ts";

/** Cuts text into words. `atStart`: nothing of the whole text stands before it. */
type Cut = (text: string, atStart: boolean) => readonly string[];

/** How a tokenizer.json cuts text into words. */
export function readPreTokenizer(part: Part | null | undefined): Cut {
  if (part === null || part === undefined) return (text) => (text === "" ? [] : [text]);
  const make = makers[part.type];
  if (make === undefined) throw notSupported("pre_tokenizer", part.type);
  return make(part);
}

const bertWord = new RegExp(`${punctuation}|[^\\p{White_Space}${punctuation}]+`, "gv");
const spaced = /\P{White_Space}+/gu;

const makers: Readonly<Record<string, (part: Part) => Cut>> = {
  Sequence: (part) => {
    const cuts = (part.pretokenizers ?? []).map(readPreTokenizer);
    return (text, atStart) =>
      cuts.reduce<readonly string[]>(
        (words, cut) => words.flatMap((word, index) => cut(word, atStart && index === 0)),
        [text],
      );
  },
  BertPreTokenizer: () => (text) => text.match(bertWord) ?? [],
  WhitespaceSplit: () => (text) => text.match(spaced) ?? [],
  Metaspace: (part) => {
    const mark = part.replacement ?? "▁";
    const prepend = part.prepend_scheme ?? (part.add_prefix_space === false ? "never" : "always");
    const splits = part.split ?? true;
    return (text, atStart) => {
      if (text === "") return [];
      const marked = text.replaceAll(" ", mark);
      const first = prepend === "always" || (prepend === "first" && atStart);
      const whole = first && !marked.startsWith(mark) ? mark + marked : marked;
      return splits ? cutBefore(whole, mark) : [whole];
    };
  },
};

/** Each piece but perhaps the first begins with the mark. */
function cutBefore(text: string, mark: string): readonly string[] {
  const pieces = text.split(mark);
  return pieces.flatMap((piece, index) => (index === 0 ? (piece === "" ? [] : [piece]) : [mark + piece]));
}
