/** Bytes to document to chunks. Pure: no files, no network, no database; engines are handed in as bytes. */
export { type BinaryParser, type ParseLimits, type ParseTools, type Resources, usualLimits } from "./binary-parser.ts";
export { chunk } from "./chunk/chunk.ts";
export { findDates } from "./chunk/dates.ts";
export type { Block, BlockKind, Chunk, Format, ParsedDocument, ParseInput, TextFormat } from "./document.ts";
export { UnreadableError } from "./document.ts";
export { drawPage } from "./draw-page.ts";
export { detectLanguage } from "./language.ts";
export { type Page, type PlacedWord, packWords, unpackWords } from "./layout.ts";
export { languagesIn } from "./ocr/languages.ts";
export { parse } from "./parse.ts";
export { parserVersion } from "./parser.ts";
export { resourceFiles } from "./resource-files.ts";
export { fileTypeOf, type Sniffed, sniff } from "./sniff.ts";
