import type { Classification, FileState, FileType } from "@khoj/contract";
import type { Chunk } from "@khoj/text";

/** Who sent a file. Copies of one note from several origins live and die apart (ours.md §2). */
export type Origin = "obsidian" | "emacs" | "desktop" | "web" | "upload" | `folder:${string}`;

export interface DocumentKey {
  readonly origin: Origin;
  readonly fileName: string;
}

/**
 * Text and chunks in the form the database takes them, made by `encodeContent` in the parser's process: the server
 * passes note text along as bytes and never decodes it.
 */
export interface EncodedContent {
  /** The document's text, UTF-8. */
  readonly text: Uint8Array;
  /** SHA-256 of `text`: copies of one note have it in common. */
  readonly contentHash: Uint8Array;
  readonly chunkCount: number;
  /** JSON arrays of chunk rows, each piece a whole array. */
  readonly chunks: readonly Uint8Array[];
}

export interface Original {
  readonly mimeType: string;
  readonly content: Uint8Array;
}

/** An original by its place: another version has other bytes. */
export interface OriginalVersion {
  readonly spaceId: string;
  readonly documentId: string;
  readonly version: number;
  readonly mimeType: string;
}

/** One page of a file, with where its words stand as `packWords` packs it. */
export interface EncodedPage {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly width: number;
  readonly height: number;
  readonly words: Uint8Array;
}

interface File extends DocumentKey {
  readonly fileType: FileType;
  /** Size as received. */
  readonly bytes: number;
  /** SHA-256 of what decides whether parsing again could differ: bytes, declared type, parser version. */
  readonly fingerprint: Uint8Array | undefined;
}

export interface StoredPage extends EncodedPage {
  /** The last page there is. */
  readonly pages: number;
}

/** A file that was read: becomes searchable as a whole or not at all. */
export interface ReadFile extends File {
  readonly state: Extract<FileState, "indexed" | "partly">;
  readonly reason: string | undefined;
  readonly title: string | undefined;
  readonly language: string | undefined;
  readonly tags: readonly string[];
  readonly classification: Classification;
  readonly content: EncodedContent;
  readonly pages?: readonly EncodedPage[];
  readonly original?: Original | undefined;
  /** What is missing can be read from the original, given time: it is read again in the background. */
  readonly waits?: boolean;
}

/** A file that is known by name and reason only; `queued` with the original, from which it is read in the background. */
export interface UnreadFile extends File {
  readonly state: Extract<FileState, "skipped" | "excluded" | "failed" | "queued">;
  readonly reason: string;
  readonly classification?: Classification;
  /** Never for `excluded`: such a file leaves its name and the rule, nothing else. */
  readonly original?: Original | undefined;
  readonly waits?: boolean;
}

export type LibraryFile = ReadFile | UnreadFile;

/** What is known of a file before it is read: enough to tell that nothing changed. */
export interface KnownFile extends DocumentKey {
  readonly fingerprint: Uint8Array | undefined;
  readonly fileType: FileType;
  readonly state: FileState;
  readonly reason: string | undefined;
}

export interface SavedFile extends DocumentKey {
  readonly documentId: string;
  readonly state: FileState;
  readonly reason: string | undefined;
  readonly isNew: boolean;
}

/** A committed group: every index at or above `revision` has it. */
export interface SavedGroup {
  readonly revision: number;
  readonly files: readonly SavedFile[];
}

/** Which documents a deletion means. Every field given must hold; at least one must be given. */
export interface DocumentSelector {
  readonly fileNames?: readonly string[] | undefined;
  readonly origin?: Origin | undefined;
  readonly fileType?: FileType | undefined;
  readonly source?: string | undefined;
  /** Everything of the space, when nothing else is meant. */
  readonly everything?: true | undefined;
}

export interface Deletion {
  readonly documents: number;
  readonly chunks: number;
  /** The revision from which on no index finds them; that of before when nothing matched. */
  readonly revision: number;
}

/** What every index needs to follow the library: whole documents as they now are, and ids that are gone. */
export interface IndexChanges {
  readonly spaceId: string;
  /** The revision up to which these changes are complete. */
  readonly revision: number;
  readonly documents: readonly IndexedDocument[];
  readonly deleted: readonly string[];
  /** More is waiting: ask again with `revision`. */
  readonly more: boolean;
}

export interface IndexedDocument {
  readonly id: string;
  readonly spaceId: string;
  /** Counts its writings: vectors belong to one of them. */
  readonly version: number;
  readonly origin: Origin;
  readonly source: string;
  readonly fileName: string;
  readonly fileType: FileType;
  readonly title: string | undefined;
  readonly language: string | undefined;
  readonly tags: readonly string[];
  /** Hex of the text's SHA-256: equal for copies of one note. */
  readonly contentHash: string;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
  readonly chunks: readonly Pick<Chunk, "ordinal" | "text" | "headings" | "tags" | "dates">[];
}

/** A document as lists show it. */
export interface ListedFile {
  readonly fileName: string;
  readonly origin: Origin;
  readonly fileType: FileType;
  readonly source: string;
  readonly state: FileState;
  readonly reason: string | undefined;
  readonly chunks: number;
  readonly bytes: number;
  readonly updatedAt: Date;
}

export interface FileText extends ListedFile {
  readonly documentId: string;
  readonly text: string;
}
