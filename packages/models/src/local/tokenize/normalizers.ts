import { bertNormalizer } from "./bert-normalizer.ts";
import { precompiledCharacters } from "./precompiled-characters.ts";
import { notSupported, type Part, pattern } from "./tokenizer-file.ts";
import { accents } from "./unicode-eight.ts";

type Normalize = (text: string) => string;

/** What a tokenizer.json does to text before it looks for words. */
export function readNormalizer(part: Part | null | undefined): Normalize {
  if (part === null || part === undefined) return (text) => text;
  const make = makers[part.type];
  if (make === undefined) throw notSupported("normalizer", part.type);
  return make(part);
}

const accent = new RegExp(accents, "gv");

const makers: Readonly<Record<string, (part: Part) => Normalize>> = {
  Sequence: (part) => {
    const steps = (part.normalizers ?? []).map(readNormalizer);
    return (text) => steps.reduce((done, step) => step(done), text);
  },
  BertNormalizer: (part) =>
    bertNormalizer({
      cleanText: part.clean_text ?? true,
      spaceChinese: part.handle_chinese_chars ?? true,
      // Not said: they go where case goes.
      stripAccents: part.strip_accents ?? part.lowercase ?? true,
      lowerCase: part.lowercase ?? true,
    }),
  Precompiled: (part) => precompiledCharacters(part.precompiled_charsmap ?? ""),
  NFC: () => (text) => text.normalize("NFC"),
  NFD: () => (text) => text.normalize("NFD"),
  NFKC: () => (text) => text.normalize("NFKC"),
  NFKD: () => (text) => text.normalize("NFKD"),
  Lowercase: () => (text) => text.replaceAll("Σ", "σ").toLowerCase(),
  StripAccents: () => (text) => text.replace(accent, ""),
  Strip: (part) => (text) => {
    const left = (part.strip_left ?? true) ? text.trimStart() : text;
    return (part.strip_right ?? true) ? left.trimEnd() : left;
  },
  Replace: (part) => {
    const found = pattern(part.pattern, "normalizer");
    const content = part.content ?? "";
    return (text) => text.replace(found, () => content);
  },
};
