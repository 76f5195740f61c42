import type { Database } from "@khoj/db";
import { v7 as newId } from "uuid";
import { bumpRevision, clearContents, insertChunks, upsertDocuments } from "./document-store.ts";
import { keepVectors } from "./keep-vectors-store.ts";
import { deleteOriginals, isSameVersion, keepAsItIs, markRead } from "./original-store.ts";
import { insertPages } from "./page-store.ts";
import type { DocumentKey, LibraryFile, Original } from "./types.ts";

/** The process that reads an original, and for how long others leave it alone. */
export interface Reader {
  readonly node: string;
  readonly seconds: number;
}

/** A kept original to be read again, and the file as it is known. */
export interface ClaimedOriginal extends DocumentKey, Pick<LibraryFile, "fileType" | "bytes"> {
  readonly spaceId: string;
  readonly documentId: string;
  /** Of the document when it was claimed: a later one is not overwritten. */
  readonly version: number;
  /** Undefined when older parsers made it. */
  readonly fingerprint: Uint8Array | undefined;
  readonly original: Original;
}

/**
 * Keeps what was read of a claimed original, unless the file was written or deleted meanwhile. The original stays for
 * every file that is still read; what must not be kept takes its original along. Where reading failed, what was known of
 * the file stays. Answers the revision that carries it; undefined when nothing is to be found.
 */
export function saveReread(
  database: Database,
  claimed: ClaimedOriginal,
  file: LibraryFile,
  keepsOriginal: boolean,
): Promise<number | undefined> {
  const { spaceId, documentId } = claimed;
  return database.inSpaces([spaceId], async (sql) => {
    const revision = await bumpRevision(sql, spaceId);
    if (!(await isSameVersion(sql, claimed))) return undefined;
    if (file.state === "failed") {
      await keepAsItIs(sql, claimed, file.reason);
      return undefined;
    }
    const placed = [{ file, id: documentId }];
    await upsertDocuments(sql, spaceId, revision, [file], newId);
    await clearContents(sql, spaceId, [documentId]);
    await insertChunks(sql, spaceId, placed);
    await keepVectors(sql, spaceId, [documentId]);
    await insertPages(sql, spaceId, placed);
    if (keepsOriginal) await markRead(sql, claimed);
    else await deleteOriginals(sql, spaceId, [documentId]);
    return revision;
  });
}
