/**
 * One spelling for what people type in several ways: NFKC, lower case, no diacritics, one form of each Arabic letter,
 * ASCII digits. Works character by character, so that folding a text and folding a piece of it agree.
 */
export const SEPARATOR = 0;
/** Stands inside a word and leaves nothing: combining marks, harakat, tatweel, joiners. */
export const NOTHING = 1;
/** Becomes several letters: ask `expansionOf`. */
export const EXPANDS = 2;
/** Belongs to a script written without spaces. */
export const UNSEGMENTED = 3;
export const SURROGATE = 4;

/** The folded UTF-16 unit (32 and above), or one of the constants above. */
export function foldUnit(unit: number): number {
  return (pages[unit >>> 8] ?? fillPage(unit >>> 8))[unit & 255] as number;
}

/** The letters of a unit that `EXPANDS`. */
export function expansionOf(unit: number): string {
  return expansions.get(unit) ?? "";
}

/** Folds a word or name whole; separators become single spaces. Texts of scripts without spaces keep their characters. */
export function fold(text: string): string {
  let folded = "";
  for (const character of composed(text)) folded += foldCharacter(character);
  return folded;
}

/** Decomposed Hangul and kana (file names of macOS) must be put together before they are folded unit by unit. */
export function composed(text: string): string {
  return /[\u1100-\u11FF\u3099\u309A\uFF9E\uFF9F]/.test(text) ? text.normalize("NFKC") : text;
}

/** Folded form of one code point; empty for what leaves nothing, a space for a separator. */
export function foldCharacter(character: string): string {
  if (character.length > 1) return foldSupplementary(character);
  const unit = character.charCodeAt(0);
  const folded = foldUnit(unit);
  if (folded >= 32) return String.fromCharCode(folded);
  if (folded === EXPANDS) return expansionOf(unit);
  if (folded === UNSEGMENTED) return character.normalize("NFKC").toLowerCase();
  return folded === NOTHING ? "" : " ";
}

export function isUnsegmented(text: string): boolean {
  return unsegmented.test(text);
}

const unsegmented =
  /[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]&&[\p{L}\p{N}\p{M}]]/v;
const kana = /[\p{scx=Hiragana}\p{scx=Katakana}]/u;
const pages: (Uint16Array | undefined)[] = [];
const expansions = new Map<number, string>();

// Letters that Unicode does not decompose, though people type them without their stroke or as their sound.
const special: Readonly<Record<string, string>> = {
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ß: "ss",
  ı: "i",
  ħ: "h",
  ŧ: "t",
  ĸ: "k",
  ς: "σ",
  ٱ: "ا",
  ى: "ي",
  ی: "ي",
  ې: "ي",
  ک: "ك",
  ة: "ه",
  ە: "ه",
  ۀ: "ه",
  ہ: "ه",
  ھ: "ه",
  ـ: "",
};

function fillPage(high: number): Uint16Array {
  const page = new Uint16Array(256);
  for (let low = 0; low < 256; low++) page[low] = computeUnit((high << 8) | low);
  pages[high] = page;
  return page;
}

function computeUnit(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return SURROGATE;
  const character = String.fromCharCode(unit);
  if (unsegmented.test(character)) return UNSEGMENTED;
  const folded = foldLetters(character);
  if (folded.length === 1) return folded.charCodeAt(0);
  if (folded.length > 1) {
    expansions.set(unit, folded);
    return EXPANDS;
  }
  return /[\p{M}\p{Cf}\u0640]/u.test(character) ? NOTHING : SEPARATOR;
}

function foldLetters(character: string): string {
  const lower = character.normalize("NFKC").toLowerCase();
  const plain = kana.test(lower)
    ? lower
    : lower
        .normalize("NFKD")
        .replace(/[\p{Script=Inherited}&&\p{Mn}]|[\u0591-\u05C7]|[\u064B-\u065F\u0670]/gv, "")
        .normalize("NFC");
  let letters = "";
  for (const letter of plain) letters += special[letter] ?? digit(letter);
  return /^[\p{L}\p{N}\p{M}]*$/u.test(letters) ? letters : "";
}

function foldSupplementary(character: string): string {
  if (/\p{Extended_Pictographic}/u.test(character)) return character;
  const folded = isUnsegmented(character) ? character : foldLetters(character);
  return folded === "" ? " " : folded;
}

function digit(letter: string): string {
  if (!/\p{Nd}/u.test(letter)) return letter;
  // Decimal digits stand in runs of ten that begin at a multiple of ten from their zero.
  const code = letter.codePointAt(0) ?? 0;
  let zero = code;
  while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String((code - zero) % 10);
}
