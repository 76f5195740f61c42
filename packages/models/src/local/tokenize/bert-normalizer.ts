import { accents, controls } from "./unicode-eight.ts";

export interface BertNormalizerRules {
  readonly cleanText: boolean;
  readonly spaceChinese: boolean;
  readonly stripAccents: boolean;
  readonly lowerCase: boolean;
}

const control = new RegExp(controls, "gv");
const accent = new RegExp(accents, "gv");
// The reference's own ranges, with its gap from 2b820 to 2b91f.
const chinese =
  /[\u{4e00}-\u{9fff}\u{3400}-\u{4dbf}\u{20000}-\u{2a6df}\u{2a700}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{f900}-\u{faff}\u{2f800}-\u{2fa1f}]/gu;
const plain = /^[\t\n\r -~]*$/;

/** What a BERT does to text before it looks for words. */
export function bertNormalizer(rules: BertNormalizerRules): (text: string) => string {
  return (text) => {
    if (plain.test(text)) return rules.lowerCase ? text.toLowerCase() : text;
    let done = text;
    if (rules.cleanText) done = done.replace(control, "").replace(/\p{White_Space}/gu, " ");
    if (rules.spaceChinese) done = done.replace(chinese, " $& ");
    if (rules.stripAccents) done = done.normalize("NFD").replace(accent, "");
    // The reference lowers each letter by itself, so that a sigma at a word's end is like any other.
    if (rules.lowerCase) done = done.replaceAll("Σ", "σ").toLowerCase();
    return done;
  };
}
