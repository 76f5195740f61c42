/** Bytes to document to chunks. Pure: no files, no network, no database. */
export { chunk } from "./chunk/chunk.ts";
export { findDates } from "./chunk/dates.ts";
export type { Block, BlockKind, Chunk, ParsedDocument, ParseInput, TextFormat } from "./document.ts";
export { UnreadableError } from "./document.ts";
export { detectLanguage } from "./language.ts";
export { parse } from "./parse.ts";
export { parserVersion } from "./parser.ts";
export { fileTypeOf, type Sniffed, sniff } from "./sniff.ts";
