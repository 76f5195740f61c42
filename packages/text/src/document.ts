import type { Classification } from "@khoj/contract";
import type { Page } from "./layout.ts";

/** A kind of text we can read. On the wire all but markdown and org are `plaintext`. */
export type TextFormat = "markdown" | "org" | "plaintext" | "html" | "xml" | "csv" | "json" | "code" | "notebook";

/** A kind of file whose text must be got out of its bytes. */
export type BinaryFormat = "pdf" | "image" | "docx" | "epub" | "opendocument" | "pptx" | "xlsx" | "eml";
export type Format = TextFormat | BinaryFormat;

export interface ParseInput {
  readonly bytes: Uint8Array;
  /** The name as the client sent it: a path in any style, possibly empty. */
  readonly fileName: string;
  /** The MIME type the client declared, lower-case, without parameters; undefined when it sent none. */
  readonly mimeType?: string | undefined;
  /** The charset the client declared. A BOM outranks it; without either, UTF-8, then windows-1252 decide. */
  readonly charset?: string | undefined;
}

export type BlockKind = "heading" | "paragraph" | "item" | "code" | "table" | "quote" | "properties";

/** A stretch of the document's text that belongs together. Blocks are in order and do not overlap. */
export interface Block {
  readonly kind: BlockKind;
  /** UTF-16 offsets into `ParsedDocument.text`, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Titles of the headings the block stands under, outermost first, without markers; a heading block includes itself. */
  readonly headings: readonly string[];
  /** Offset at which the section of the block begins (its heading line), for showing a hit with its heading. */
  readonly sectionStart: number;
  /** Tags that hold for the block beyond the document's own (Org headline tags, inherited ones included). */
  readonly tags: readonly string[];
}

export interface ParsedDocument {
  readonly format: Format;
  /**
   * The text as a person is shown it by `/api/content/file`. All offsets are UTF-16 units into it. Well-formed, without
   * BOM and NULs; otherwise as sent, except that HTML and XML are reduced to their text and JSON's escapes are resolved.
   */
  readonly text: string;
  readonly title: string | undefined;
  readonly tags: readonly string[];
  readonly classification: Classification | undefined;
  /** The rule that keeps the file out of the index (`private: true`, `:PRIVATE: t`, tag `private`), if any. */
  readonly privateBy: string | undefined;
  /** ISO 639-1 code, when the text is long and clear enough to say. */
  readonly language: string | undefined;
  readonly blocks: readonly Block[];
  /** Parts that could not be read, in plain words; non-empty means the file is `partly` indexed. */
  readonly missing: readonly string[];
  /** For paged formats and pictures, in order: which part of the text stands on which page, and where. */
  readonly pages?: readonly Page[];
  /** Something of `missing` could be read if there were more time: the file is worth reading again in the background. */
  readonly waits?: boolean;
}

/** What is indexed and cited: about 500 characters, never across headings. `text` is `document.text.slice(start, end)`. */
export interface Chunk {
  readonly ordinal: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** 1-based line of `start`. */
  readonly line: number;
  /** 1-based page, for paged formats. */
  readonly page: number | undefined;
  readonly headings: readonly string[];
  readonly sectionStart: number;
  readonly tags: readonly string[];
  /** Days (YYYY-MM-DD) named in the chunk's text or in the headings above it, for the date filter. */
  readonly dates: readonly string[];
}

/** Thrown by a parser for bytes it cannot read at all; the message is the reason shown beside the file. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
}
