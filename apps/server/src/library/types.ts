import type { Classification, FileState, FileType } from "@khoj/contract";
import type { Chunk } from "@khoj/text";

/** Who sent a file. Copies of one note from several origins live and die apart (ours.md §2). */
export type Origin = "obsidian" | "emacs" | "desktop" | "web" | "upload" | `folder:${string}`;

export interface DocumentKey {
  readonly origin: Origin;
  readonly fileName: string;
}

/** A file that was read: becomes searchable as a whole or not at all. */
export interface ReadFile extends DocumentKey {
  readonly fileType: FileType;
  readonly state: Extract<FileState, "indexed" | "partly">;
  readonly reason: string | undefined;
  readonly title: string | undefined;
  readonly language: string | undefined;
  readonly tags: readonly string[];
  readonly classification: Classification;
  /** SHA-256 of what decides whether parsing again could differ: bytes, declared type, parser version. */
  readonly fingerprint: Uint8Array;
  readonly text: string;
  readonly bytes: number;
  readonly chunks: readonly Chunk[];
}

/** A file that is known by name only (`excluded`, `failed`), or kept until its parser comes (`skipped`, with the original). */
export interface UnreadFile extends DocumentKey {
  readonly fileType: FileType;
  readonly state: Extract<FileState, "skipped" | "excluded" | "failed" | "queued">;
  readonly reason: string;
  readonly fingerprint: Uint8Array | undefined;
  readonly bytes: number;
  readonly original?: { readonly mimeType: string; readonly content: Uint8Array };
}

/** Which documents a deletion means. Every field given must hold. */
export interface DocumentSelector {
  readonly fileNames?: readonly string[];
  readonly origin?: Origin;
  readonly fileType?: FileType;
  readonly source?: string;
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
