/** Bytes to document to chunks. Pure: no files, no network, no database. */
export type { Block, BlockKind, Chunk, ParsedDocument, ParseInput, TextFormat } from "./document.ts";
export { UnreadableError } from "./document.ts";
