import { createHash } from "node:crypto";
import type { Chunk } from "@khoj/text";
import type { EncodedContent } from "./types.ts";

const pieceSize = 1 << 20;

/** Pure and cheap to ship: what PostgreSQL cannot hold (NUL, half a surrogate pair) is replaced, offsets stay. */
export function encodeContent(text: string, chunks: readonly Chunk[]): EncodedContent {
  const clean = cleanText(text);
  const bytes = Buffer.from(clean, "utf8");
  return {
    text: bytes,
    contentHash: createHash("sha256").update(bytes).digest(),
    chunkCount: chunks.length,
    chunks: encodeChunks(clean, chunks),
  };
}

/** The same length in UTF-16 units, so that every offset into the text stays true. */
function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "\uFFFD") : whole;
}

function encodeChunks(text: string, chunks: readonly Chunk[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let rows: string[] = [];
  let size = 0;
  const flush = (): void => {
    if (rows.length > 0) pieces.push(Buffer.from(`[${rows.join(",")}]`, "utf8"));
    rows = [];
    size = 0;
  };
  for (const chunk of chunks) {
    const row = JSON.stringify({
      n: chunk.ordinal,
      t: text.slice(chunk.start, chunk.end).toWellFormed(),
      s: chunk.start,
      e: chunk.end,
      b: chunk.sectionStart,
      l: chunk.line,
      p: chunk.page ?? null,
      h: chunk.headings.map(cleanText),
      g: chunk.tags.map(cleanText),
      d: chunk.dates,
    });
    rows.push(row);
    size += row.length;
    if (size >= pieceSize) flush();
  }
  flush();
  return pieces;
}
