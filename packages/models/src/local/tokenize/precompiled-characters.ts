import { KhojError } from "@khoj/contract";

/**
 * The table by which a SentencePiece model rewrites characters before it looks for words: a double-array trie over
 * bytes, then the texts it leads to, each ended by a zero.
 */
export function precompiledCharacters(base64: string): (text: string) => string {
  const bytes = Buffer.from(base64, "base64");
  const trieBytes = bytes.length < 4 ? Number.NaN : bytes.readUInt32LE(0);
  if (!(trieBytes % 4 === 0 && trieBytes + 4 <= bytes.length)) {
    throw new KhojError(
      "invalid",
      "tokenizer.json has a table of characters that cannot be read. Fetch the file again.",
    );
  }
  const trie = new Uint32Array(trieBytes / 4);
  for (let at = 0; at < trie.length; at++) trie[at] = bytes.readUInt32LE(4 + at * 4);
  const texts = bytes.subarray(4 + trieBytes);
  const encoder = new TextEncoder();
  const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
  const memory = new Map<string, string | undefined>();

  function* segments(text: string): Generator<string> {
    for (const { segment } of graphemes.segment(text)) yield segment;
  }
  const rewrite = (piece: string): string | undefined => {
    if (memory.has(piece)) return memory.get(piece);
    const place = shortestPrefix(trie, encoder.encode(piece));
    const text =
      place === undefined ? undefined : texts.subarray(place, texts.indexOf(0, place) >>> 0).toString("utf8");
    if (memory.size > 20_000) memory.clear();
    memory.set(piece, text);
    return text;
  };
  return (text) => {
    let done = "";
    for (const segment of single.test(text) ? text : segments(text)) {
      const whole = encoder.encode(segment).length < 6 ? rewrite(segment) : undefined;
      if (whole !== undefined) done += whole;
      else for (const character of segment) done += rewrite(character) ?? character;
    }
    return done;
  };
}

// Each of these is a character of its own whatever stands beside it, which spares most texts a slow search.
const single = /^[\t\n -\u02ff\u4e00-\u9fff]*$/;

// A unit of the trie: its value, the label it must be reached by, whether it ends a text, and where its children begin.
const value = (unit: number): number => unit & 0x7fffffff;
const label = (unit: number): number => (unit & 0x800000ff) >>> 0;
const hasLeaf = (unit: number): boolean => ((unit >>> 8) & 1) === 1;
const offset = (unit: number): number => ((unit >>> 10) << ((unit & 0x200) >>> 6)) >>> 0;

function shortestPrefix(trie: Uint32Array, key: Uint8Array): number | undefined {
  let node = offset(trie[0] ?? 0);
  for (const byte of key) {
    if (byte === 0) return undefined;
    node ^= byte;
    const unit = trie[node] ?? 0;
    if (label(unit) !== byte) return undefined;
    node ^= offset(unit);
    if (hasLeaf(unit)) return value(trie[node] ?? 0);
  }
  return undefined;
}
