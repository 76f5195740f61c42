import { deflateRawSync, inflateRawSync } from "node:zlib";

/** A word of a document's text and the box it stands in, in units of its page, from the page's upper left corner. */
export interface PlacedWord {
  /** UTF-16 offsets into the document's text. */
  readonly start: number;
  readonly end: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One page of a document, or a picture. Pages are in order and their texts do not overlap. */
export interface Page {
  /** 1-based. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
  /** In points for a PDF, in pixels for a picture. */
  readonly width: number;
  readonly height: number;
  readonly words: readonly PlacedWord[];
}

/** Boxes are kept to a tenth of a unit. */
const steps = 10;
const longestPacked = 64 << 20;

/** Words in a few bytes each: differences to the word before as variable-length integers, deflated. */
export function packWords({ start, words }: Pick<Page, "start" | "words">): Uint8Array {
  const numbers: number[] = [];
  let previous = { start, x: 0, y: 0, width: 0, height: 0 };
  for (const word of words) {
    const next = {
      start: word.end,
      x: Math.round(word.x * steps),
      y: Math.round(word.y * steps),
      width: Math.round(word.width * steps),
      height: Math.round(word.height * steps),
    };
    numbers.push(word.start - previous.start, word.end - word.start, next.x - previous.x, next.y - previous.y);
    numbers.push(next.width - previous.width, next.height - previous.height);
    previous = next;
  }
  return deflateRawSync(toVariableLength(numbers));
}

/** What `packWords` was given, boxes to a tenth of a unit. */
export function unpackWords(packed: Uint8Array, start: number): PlacedWord[] {
  const numbers = fromVariableLength(inflateRawSync(packed, { maxOutputLength: longestPacked }));
  const words: PlacedWord[] = [];
  let previous = { start, x: 0, y: 0, width: 0, height: 0 };
  for (let at = 0; at + 6 <= numbers.length; at += 6) {
    const [gap = 0, length = 0, x = 0, y = 0, width = 0, height = 0] = numbers.slice(at, at + 6);
    const begin = previous.start + gap;
    previous = {
      start: begin + length,
      x: previous.x + x,
      y: previous.y + y,
      width: previous.width + width,
      height: previous.height + height,
    };
    words.push({
      start: begin,
      end: begin + length,
      x: previous.x / steps,
      y: previous.y / steps,
      width: previous.width / steps,
      height: previous.height / steps,
    });
  }
  return words;
}

/** Seven bits a byte, the lowest first; the sign is the lowest bit of all. */
function toVariableLength(numbers: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (const number of numbers) {
    let rest = number < 0 ? -number * 2 - 1 : number * 2;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

function fromVariableLength(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let value = 0;
  let weight = 1;
  for (const byte of bytes) {
    value += (byte % 128) * weight;
    weight *= 128;
    if (byte >= 128) continue;
    numbers.push(value % 2 === 1 ? -(value + 1) / 2 : value / 2);
    value = 0;
    weight = 1;
  }
  return numbers;
}
