import type { FileState, FileType } from "@khoj/contract";

/** A file on its way in, from an upload or a source. */
export interface IncomingFile {
  /** The name it is known by: as the client sent it, or the path on disk. */
  readonly fileName: string;
  /** Where it stands inside its source; the ignore rules look at this and at the whole name. */
  readonly relativeName?: string | undefined;
  readonly mimeType?: string | undefined;
  readonly charset?: string | undefined;
  /** Read at most once. Nothing at all means: this file is gone. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** What became of one file. */
export interface FileOutcome {
  readonly fileName: string;
  readonly fileType: FileType | undefined;
  readonly outcome: FileState | "unchanged" | "deleted";
  readonly reason: string | undefined;
}

/** Thrown by a file's content: it cannot or must not be read. The message is the reason shown beside its name. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
}
