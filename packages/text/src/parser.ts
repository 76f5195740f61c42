import type { ParsedDocument } from "./document.ts";

/** What a format parser is given: decoded text (no BOM, no NULs) and the name it came under. */
export interface Source {
  readonly text: string;
  readonly fileName: string;
}

/** A parsed document before its format and language are known. */
export type Draft = Omit<ParsedDocument, "format" | "language">;

/**
 * Reads one format. Synchronous, linear in the text, without recursion over its nesting. Whatever the bytes are, it
 * returns a draft or throws UnreadableError; `testParser()` holds it to that.
 */
export type FormatParser = (source: Source) => Draft;

/**
 * Part of every file's fingerprint: a higher number makes unchanged files be parsed again. Raise it with any change
 * that could alter a document or its chunks.
 */
export const parserVersion = 4;
