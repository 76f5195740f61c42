import { expect } from "vitest";
import { chunk } from "../chunk/chunk.ts";
import { largest, longestToken } from "../chunk/sizes.ts";
import type { Chunk, ParsedDocument } from "../document.ts";

/** What holds for every document and its chunks, whatever the format and however broken the file. */
export function checkDocument(document: ParsedDocument): readonly Chunk[] {
  checkStorable(document);
  checkBlocks(document);
  const chunks = chunk(document);
  checkChunks(document, chunks);
  checkCoverage(document, chunks);
  expect(chunk(document), "the same document gives the same chunks").toEqual(chunks);
  return chunks;
}

/** A database takes neither NULs nor half characters. */
function checkStorable({ text, title, tags, blocks }: ParsedDocument): void {
  const all = [text, title ?? "", ...tags, ...new Set(blocks.flatMap((block) => [...block.headings, ...block.tags]))];
  for (const value of all) expect(value.isWellFormed() && !value.includes("\0"), "text that can be stored").toBe(true);
}

function checkBlocks({ text, blocks }: ParsedDocument): void {
  let position = 0;
  for (const block of blocks) {
    const where = `block at ${block.start}`;
    expect(block.start, `${where} begins after the one before`).toBeGreaterThanOrEqual(position);
    expect(block.end, `${where} is not empty`).toBeGreaterThan(block.start);
    expect(block.end, `${where} lies within the text`).toBeLessThanOrEqual(text.length);
    expect(block.sectionStart, `${where} stands below its heading`).toBeLessThanOrEqual(block.start);
    position = block.end;
  }
}

function checkChunks({ text }: ParsedDocument, chunks: readonly Chunk[]): void {
  let position = 0;
  let line = 1;
  for (const [ordinal, piece] of chunks.entries()) {
    const where = `chunk ${ordinal}`;
    expect(piece.ordinal, `${where} is numbered`).toBe(ordinal);
    expect(piece.text, `${where} is a slice of the text`).toBe(text.slice(piece.start, piece.end));
    expect(piece.start, `${where} begins after the one before`).toBeGreaterThanOrEqual(position);
    expect(piece.sectionStart, `${where} stands below its heading`).toBeLessThanOrEqual(piece.start);
    if (piece.text.length > largest) {
      expect(longestTokenOf(piece.text), `${where} is long for a token's sake`).toBeGreaterThan(
        piece.text.length - largest,
      );
    }
    expect(piece.text.length, `${where} is bounded`).toBeLessThanOrEqual(largest + longestToken);
    line += text.slice(position, piece.start).split("\n").length - 1;
    expect(piece.line, `line of ${where}`).toBe(line);
    line += piece.text.split("\n").length - 1;
    position = piece.end;
    for (const date of piece.dates) expect(date, `a date of ${where}`).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
}

/** Every letter and digit of the text stands in a chunk. */
function checkCoverage({ text }: ParsedDocument, chunks: readonly Chunk[]): void {
  let position = 0;
  for (const { start, end } of [...chunks, { start: text.length, end: text.length }]) {
    expect(text.slice(position, start), `text between ${position} and ${start} that no chunk holds`).not.toMatch(
      /[\p{L}\p{N}]/u,
    );
    position = end;
  }
}

const longestTokenOf = (text: string): number => Math.max(...text.split(/\s+/).map((token) => token.length));
