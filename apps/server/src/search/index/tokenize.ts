import {
  composed,
  EXPANDS,
  expansionOf,
  foldCharacter,
  foldUnit,
  NOTHING,
  SEPARATOR,
  SURROGATE,
  UNSEGMENTED,
} from "./fold.ts";
import { segmentWords } from "./segment-words.ts";
import { LONGEST_WORD } from "./vocabulary.ts";

/** How a word stands in the text. */
export const WORD = 0;
/** A piece of the whole that follows it: `name` of `userName`, `bread` of `notes/bread.org`. */
export const PART = 1;
/** Several parts together, at the position of the first. */
export const WHOLE = 2;
/** The last and the first character of two neighbouring words of a script without spaces: they may be one word elsewhere. */
export const BRIDGE = 3;
export type TokenKind = typeof WORD | typeof PART | typeof WHOLE | typeof BRIDGE;

/** Receives the words of a text. The units are only valid during the call. `altered`: folding changed more than case. */
export interface TokenSink {
  token(units: Uint16Array, start: number, end: number, position: number, kind: TokenKind, altered: boolean): void;
}

/**
 * Cuts text into words: runs of letters and digits, folded. Runs joined by `_ - . / : @ …` and runs in camelCase count
 * both whole and by their parts; scripts without spaces are cut by dictionary, and Chinese and Japanese also in pairs.
 */
export class Tokenizer {
  /** Since it was last set to false: some word was cut, or the text put together anew, so its words are not all there. */
  cut = false;

  readonly #units = new Uint16Array(2048);
  #length = 0;
  #recomposed = false;
  readonly #sink: TokenSink;
  #position = 0;
  /** Starts and ends in `#units` of the runs of the compound being read. */
  readonly #runs = new Int32Array(2 * MOST_RUNS);
  #runCount = 0;
  #compoundPosition = 0;
  #compoundAltered = false;
  /** Boundaries inside the run being read: camelCase humps and changes between letters and digits. */
  readonly #humps = new Int32Array(MOST_PARTS + 1);
  #humpCount = 0;

  constructor(sink: TokenSink) {
    this.#sink = sink;
  }

  /** Reads one text, its first word at `position`; answers the position after its last word. */
  tokenize(raw: string, position: number): number {
    const text = composed(raw);
    this.#recomposed = text !== raw;
    this.cut ||= this.#recomposed;
    this.#position = position;
    this.#length = 0;
    this.#runCount = 0;
    let at = 0;
    while (at < text.length) {
      const unit = text.charCodeAt(at);
      const kind = unit < 128 ? (ascii[unit] as number) : WIDE;
      if (kind === LOWER || kind === UPPER || kind === DIGIT) at = this.#run(text, at);
      else if (kind === WIDE) at = this.#wide(text, at);
      else at = this.#between(text, at, kind);
    }
    this.#endCompound();
    return this.#position;
  }

  /** What stands between two runs: a connector joins them, anything else ends the compound. */
  #between(text: string, at: number, kind: number): number {
    if (this.#runCount > 0) {
      const end = connectorEnd(text, at, kind);
      if (end > at && startsRun(text, end) && this.#join(text, at, end)) return end;
      const suffixEnd = at + (text[at] === "#" ? 1 : 2);
      if (text[at] === "#" || text.startsWith("++", at)) return this.#suffix(text, at, suffixEnd);
    }
    this.#endCompound();
    return at + 1;
  }

  /** Keeps the connector in the buffer, for the compound's own spelling. */
  #join(text: string, from: number, to: number): boolean {
    if (this.#runCount >= MOST_RUNS || this.#length + to - from > LONGEST_WORD) return false;
    for (let at = from; at < to; at++) this.#units[this.#length++] = text.charCodeAt(at);
    return true;
  }

  /** `C++`, `C#`, `F#`. */
  #suffix(text: string, from: number, to: number): number {
    if (this.#runCount === 1 && this.#length < 3 && !startsRun(text, to)) {
      this.#join(text, from, to);
      this.#sink.token(this.#units, 0, this.#length, this.#compoundPosition, WHOLE, false);
      this.#runCount = 0;
    }
    this.#endCompound();
    return to;
  }

  /** Reads letters and digits up to the next character that is neither; emits the run and its parts. */
  #run(text: string, from: number): number {
    const start = this.#beginRun();
    let altered = this.#recomposed;
    let previous = -1;
    let at = from;
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 128) {
        const kind = ascii[unit] as number;
        if (kind < LOWER || kind > DIGIT) break;
        if (previous >= 0 && kind !== previous) this.#hump(text, at, start, kind, previous);
        previous = kind;
        this.#keep(start, kind === UPPER ? unit + 32 : unit);
      } else {
        const folded = foldUnit(unit);
        if (folded === SEPARATOR || folded === UNSEGMENTED || folded === SURROGATE) break;
        altered = true;
        previous = LOWER;
        if (folded === EXPANDS) for (const letter of expansionOf(unit)) this.#keep(start, letter.charCodeAt(0));
        else if (folded !== NOTHING) this.#keep(start, folded);
      }
    }
    if (isPossessive(text, from, at)) this.#length = start;
    this.#endRun(start, altered);
    return at;
  }

  #beginRun(): number {
    if (this.#runCount === 0) {
      this.#length = 0;
      this.#compoundPosition = this.#position;
      this.#compoundAltered = false;
    }
    this.#humpCount = 0;
    return this.#length;
  }

  #keep(start: number, unit: number): void {
    if (this.#length - start < LONGEST_WORD) this.#units[this.#length++] = unit;
    else this.cut = true;
  }

  /** Notes a boundary: aB, A|Bc, a1, 1a. `HTMLParser` is html and parser, `sha256` is sha and 256. */
  #hump(text: string, at: number, start: number, kind: number, previous: number): void {
    let boundary = this.#length;
    if (kind === LOWER && previous === UPPER) {
      const before = text.charCodeAt(at - 2);
      if (!(this.#length - start >= 2 && before >= 65 && before <= 90)) return;
      boundary = this.#length - 1;
    }
    if (this.#humpCount <= MOST_PARTS && boundary > start) this.#humps[this.#humpCount++] = boundary;
  }

  #endRun(start: number, altered: boolean): void {
    const end = this.#length;
    if (end === start) return;
    const parts = this.#humpCount + 1;
    const split = parts > 1 && parts <= MOST_PARTS && (parts === 2 || end - start >= 3 * parts);
    if (split) {
      const first = this.#position;
      let from = start;
      for (let part = 0; part < parts; part++) {
        const to = part === parts - 1 ? end : (this.#humps[part] as number);
        this.#sink.token(this.#units, from, to, this.#position++, PART, altered);
        from = to;
      }
      this.#sink.token(this.#units, start, end, first, WHOLE, altered);
    } else {
      this.#sink.token(this.#units, start, end, this.#position++, WORD, altered);
    }
    this.#runs[2 * this.#runCount] = start;
    this.#runs[2 * this.#runCount + 1] = end;
    this.#runCount++;
    this.#compoundAltered ||= altered;
  }

  #endCompound(): void {
    if (this.#runCount > 1) {
      const end = this.#runs[2 * this.#runCount - 1] as number;
      if (end <= LONGEST_WORD) {
        this.#sink.token(this.#units, 0, end, this.#compoundPosition, WHOLE, this.#compoundAltered);
      }
    }
    this.#runCount = 0;
    this.#length = 0;
  }

  /** Anything beyond ASCII: a letter starts or goes on a run, a script without spaces is cut by dictionary. */
  #wide(text: string, at: number): number {
    const folded = foldUnit(text.charCodeAt(at));
    if (folded >= 32 || folded === EXPANDS) return this.#run(text, at);
    if (folded === NOTHING) return at + 1;
    this.#endCompound();
    if (folded === UNSEGMENTED) return this.#unsegmented(text, at);
    return folded === SURROGATE ? this.#supplementary(text, at) : at + 1;
  }

  #unsegmented(text: string, from: number): number {
    let end = from + 1;
    while (end < text.length && end - from < 4096 && goesOn(text.charCodeAt(end))) end++;
    let previous = 0;
    for (const word of segmentWords(text.slice(from, end))) {
      if (previous >= IDEOGRAPHIC && word.charCodeAt(0) >= IDEOGRAPHIC) {
        this.#units[0] = previous;
        this.#units[1] = word.charCodeAt(0);
        this.#sink.token(this.#units, 0, 2, Math.max(0, this.#position - 1), BRIDGE, true);
      }
      this.#dictionaryWord(word);
      previous = word.charCodeAt(word.length - 1);
    }
    return end;
  }

  #dictionaryWord(word: string): void {
    const length = Math.min(word.length, LONGEST_WORD);
    if (length < word.length) this.cut = true;
    for (let at = 0; at < length; at++) this.#units[at] = word.charCodeAt(at);
    const paired = length > 2 && word.charCodeAt(0) >= IDEOGRAPHIC;
    for (let at = 0; paired && at + 2 <= length; at++) {
      this.#sink.token(this.#units, at, at + 2, this.#position, PART, true);
    }
    this.#sink.token(this.#units, 0, length, this.#position++, paired ? WHOLE : WORD, true);
  }

  #supplementary(text: string, at: number): number {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const folded = character.length === 2 ? foldCharacter(character) : " ";
    if (folded !== " " && folded !== "") this.#dictionaryWord(folded);
    return at + character.length;
  }
}

/** Chinese and Japanese characters; those of Thai and its neighbours are letters and make no pairs. */
const IDEOGRAPHIC = 0x2e80;
const MOST_RUNS = 16;
const MOST_PARTS = 8;

const OTHER = 0;
const CONNECTOR = 1;
const LOWER = 2;
const UPPER = 3;
const DIGIT = 4;
const WIDE = 5;

const ascii = new Uint8Array(128).fill(OTHER);
for (let unit = 97; unit <= 122; unit++) ascii[unit] = LOWER;
for (let unit = 65; unit <= 90; unit++) ascii[unit] = UPPER;
for (let unit = 48; unit <= 57; unit++) ascii[unit] = DIGIT;
for (const connector of "_-./\\@:+~") ascii[connector.charCodeAt(0)] = CONNECTOR;

function startsRun(text: string, at: number): boolean {
  if (at >= text.length) return false;
  const unit = text.charCodeAt(at);
  if (unit < 128) return (ascii[unit] as number) >= LOWER;
  const folded = foldUnit(unit);
  return folded >= 32 || folded === EXPANDS;
}

/** Where the connector at `at` ends; `at` when none stands there. Up to three may follow one another, as in `://`. */
function connectorEnd(text: string, at: number, kind: number): number {
  if (text[at] === ",") return betweenDigits(text, at) ? at + 1 : at;
  if (kind !== CONNECTOR) return at;
  let end = at + 1;
  while (end - at < 3 && text.charCodeAt(end) < 128 && ascii[text.charCodeAt(end)] === CONNECTOR) end++;
  return end;
}

function isPossessive(text: string, from: number, to: number): boolean {
  const before = text[from - 1];
  return to - from === 1 && (before === "'" || before === "’") && (text[from] === "s" || text[from] === "S");
}

function betweenDigits(text: string, at: number): boolean {
  return ascii[text.charCodeAt(at - 1)] === DIGIT && ascii[text.charCodeAt(at + 1)] === DIGIT;
}

/** A stretch for the dictionary: its own script and the punctuation and marks inside it. */
function goesOn(unit: number): boolean {
  return unit >= 128 && foldUnit(unit) === UNSEGMENTED;
}
