import { UnreadableError } from "./document.ts";

export interface Decoded {
  readonly text: string;
  /** How many characters could not be read and stand as U+FFFD. */
  readonly replaced: number;
}

/**
 * Bytes to text: a BOM decides, then the charset the client declared, then UTF-16 by its zero bytes, UTF-8, the charset
 * the document names, windows-1252. NULs are removed, and a file of lone carriage returns gets line feeds, so that every
 * later offset is one into the text as it is shown.
 */
export function decode(
  bytes: Uint8Array,
  charset?: string,
  charsetInside?: (start: string) => string | undefined,
): Decoded {
  try {
    const raw = decodeRaw(bytes, charset, charsetInside);
    return { text: clean(raw.text), replaced: raw.replaced };
  } catch (error) {
    if (error instanceof RangeError)
      throw new UnreadableError("The file is longer than a text can be (512 MB).", { cause: error });
    throw error;
  }
}

function decodeRaw(
  bytes: Uint8Array,
  charset: string | undefined,
  charsetInside: ((start: string) => string | undefined) | undefined,
): Decoded {
  const certain = charsetOfBom(bytes);
  if (certain !== undefined) return lenient(bytes, certain);
  const declared = charset === undefined ? undefined : strict(bytes, charset);
  if (declared !== undefined) return { text: declared, replaced: 0 };
  const wide = guessUtf16(bytes);
  if (wide !== undefined) return lenient(bytes, wide);
  const utf8 = strict(bytes, "utf-8");
  if (utf8 !== undefined) return { text: utf8, replaced: 0 };

  const damaged = lenient(bytes, "utf-8");
  if (isMostlyUtf8(damaged)) return damaged;
  const named = charsetInside?.(new TextDecoder("windows-1252").decode(bytes.subarray(0, 2048)));
  const asNamed = named === undefined ? undefined : strict(bytes, named);
  return asNamed === undefined ? lenient(bytes, "windows-1252") : { text: asNamed, replaced: 0 };
}

/** A few bad bytes among good multi-byte characters (a file cut short, one pasted byte) are damage, not another charset. */
function isMostlyUtf8({ text, replaced }: Decoded): boolean {
  const wide = text.match(/[^\0-\x7f\uFFFD]/g)?.length ?? 0;
  return replaced * 10 <= wide;
}

function lenient(bytes: Uint8Array, charset: string): Decoded {
  const text = new TextDecoder(charset).decode(bytes);
  return { text, replaced: text.includes("\uFFFD") ? (text.match(/\uFFFD/g)?.length ?? 0) : 0 };
}

/** The text, or undefined when the bytes are not of that charset or nobody knows it. */
function strict(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset.trim(), { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError || (error instanceof RangeError && /encoding/i.test(error.message)))
      return undefined;
    throw error;
  }
}

function charsetOfBom(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return undefined;
}

/** UTF-16 without a BOM: in text of mostly Latin script every other byte is zero. */
export function guessUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const length = Math.min(bytes.length, 4096) & ~1;
  if (length < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < length; index += 2) {
    if (bytes[index] === 0) even++;
    if (bytes[index + 1] === 0) odd++;
  }
  const half = length / 2;
  if (odd > half * 0.4 && even < half * 0.05) return "utf-16le";
  if (even > half * 0.4 && odd < half * 0.05) return "utf-16be";
  return undefined;
}

function clean(text: string): string {
  const full = text.includes("\0") ? text.replaceAll("\0", "") : text;
  return full.includes("\r") && !full.includes("\n") ? full.replaceAll("\r", "\n") : full;
}
