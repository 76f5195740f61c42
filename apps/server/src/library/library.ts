import type { FileState } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { readChanges, readRevisions } from "./change-store.ts";
import { deleteDocuments } from "./delete-documents.ts";
import { listKeys, listWatchedNames } from "./document-store.ts";
import { exportDocuments } from "./export-documents.ts";
import { type StoredOriginal, type StoredText, selectOriginal } from "./export-store.ts";
import {
  findFile,
  findKnown,
  findOriginal,
  findOriginalVersion,
  listFiles,
  listNames,
  listTitles,
  listTypes,
  measureSize,
} from "./file-store.ts";
import { openVectors } from "./open-vectors.ts";
import { claimOriginal, extendClaim } from "./original-store.ts";
import { findPage } from "./page-store.ts";
import { type ClaimedOriginal, type Reader, saveReread } from "./reread.ts";
import { saveFiles } from "./save-files.ts";
import { countStates, listStatus } from "./status-store.ts";
import { type Transfer, type TransferredFile, transferFiles } from "./transfer-files.ts";
import type {
  Deletion,
  DocumentKey,
  DocumentSelector,
  FileText,
  IndexChanges,
  KnownFile,
  LibraryFile,
  ListedFile,
  Origin,
  Original,
  OriginalVersion,
  SavedGroup,
  StoredPage,
} from "./types.ts";
import type { VectorLibrary } from "./vectors.ts";

/** Everything that may be asked of the content of spaces. Callers pass the spaces an actor may see, never more. */
export interface Library extends VectorLibrary {
  /** What is known of these files of one origin, in one look-up. */
  known(spaceId: string, origin: Origin, fileNames: readonly string[]): Promise<readonly KnownFile[]>;
  /** Commits the files together; one that the database refuses becomes `failed` and the others stand. */
  save(spaceId: string, files: readonly LibraryFile[]): Promise<SavedGroup>;
  /** Removes rows, chunks and originals of what `selector` means, at once and for good. */
  delete(spaceId: string, selector: DocumentSelector): Promise<Deletion>;

  /** Brings files of one space into another, in one transaction; answers what became of each name. */
  transfer(transfer: Transfer): Promise<readonly TransferredFile[]>;

  /** The changes after `revision`, about `limit` bytes of them. Complete up to the revision it answers. */
  changesSince(spaceId: string, revision: number, limit: number): Promise<IndexChanges>;
  /** The last committed revision of each space named; of all spaces when none is. */
  revisions(spaceIds?: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Calls `listener` after each commit made through this library. Other nodes' commits show in `revisions`. */
  onCommit(listener: (spaceId: string, revision: number) => void): void;

  /** The newest file of that name of any origin, with its text. */
  file(spaceIds: readonly string[], fileName: string): Promise<FileText | undefined>;
  /** One page of readable files, newest first, a name once; texts cut to `cut` characters. */
  files(
    spaceIds: readonly string[],
    page: { readonly index: number; readonly size: number; readonly cut?: number | undefined },
  ): Promise<{ readonly files: readonly FileText[]; readonly total: number }>;
  names(spaceIds: readonly string[], source: string): Promise<readonly string[]>;
  types(spaceIds: readonly string[]): Promise<readonly string[]>;
  /** Titles of the newest readable files that have one, each once. */
  recentTitles(spaceIds: readonly string[], limit: number): Promise<readonly string[]>;
  /** Bytes of everything that is searchable. */
  size(spaceIds: readonly string[]): Promise<number>;
  /** Every document of a space with its text, for who takes everything with them. */
  exported(spaceId: string): AsyncIterable<StoredText>;
  originalOf(spaceId: string, documentId: string): Promise<StoredOriginal | undefined>;
  original(spaceIds: readonly string[], fileName: string): Promise<Original | undefined>;
  originalVersion(spaceIds: readonly string[], fileName: string): Promise<OriginalVersion | undefined>;
  /** Where words stand on a page of the newest file of that name. */
  page(
    spaceIds: readonly string[],
    asked: { readonly fileName: string; readonly page: number },
  ): Promise<StoredPage | undefined>;
  /** Takes an original that newer parsers, or more time, can read more of. */
  claimOriginal(spaceId: string, reader: Reader): Promise<ClaimedOriginal | undefined>;
  /** Keeps it claimed; for no seconds it is given back. */
  extendClaim(claimed: ClaimedOriginal, reader: Reader): Promise<void>;
  /** Keeps what was read of it, unless the file is another one by now. */
  saveReread(claimed: ClaimedOriginal, file: LibraryFile, keepsOriginal: boolean): Promise<void>;
  status(
    spaceIds: readonly string[],
    filter: { readonly state?: FileState | undefined; readonly nameContains?: string | undefined },
    page: { readonly index: number; readonly size: number },
  ): Promise<readonly ListedFile[]>;
  counts(spaceIds: readonly string[]): Promise<Readonly<Record<FileState, number>>>;
  /** Every name stored for one origin, for a source that compares itself with it. */
  namesOfOrigin(spaceId: string, origin: Origin): Promise<readonly string[]>;
  /** Every file of a space, by origin and name. */
  keys(spaceId: string): Promise<readonly (DocumentKey & { readonly state: FileState })[]>;
  /** The names among those meant that come from watched folders. */
  watchedNames(spaceId: string, selector: DocumentSelector): Promise<readonly string[]>;
}

export function openLibrary(database: Database): Library {
  const listeners: ((spaceId: string, revision: number) => void)[] = [];
  const tell = (spaceId: string, revision: number): void => {
    for (const listener of listeners) listener(spaceId, revision);
  };
  return {
    ...openVectors(database),
    known: (spaceId, origin, names) => database.inSpaces([spaceId], (sql) => findKnown(sql, spaceId, origin, names)),
    save: async (spaceId, files) => {
      const saved = await saveFiles(database, spaceId, files);
      if (saved.files.length > 0) tell(spaceId, saved.revision);
      return saved;
    },
    delete: async (spaceId, selector) => {
      const deletion = await deleteDocuments(database, spaceId, selector);
      if (deletion.documents > 0) tell(spaceId, deletion.revision);
      return deletion;
    },
    transfer: async (transfer) => {
      const { files, revisions } = await transferFiles(database, transfer);
      for (const [spaceId, revision] of revisions) tell(spaceId, revision);
      return files;
    },
    changesSince: (spaceId, revision, limit) =>
      database.inSpaces([spaceId], (sql) => readChanges(sql, spaceId, revision, limit)),
    revisions: (spaceIds) => readRevisions(database, spaceIds),
    onCommit: (listener) => {
      listeners.push(listener);
    },
    file: (spaces, fileName) => database.inSpaces(spaces, (sql) => findFile(sql, spaces, fileName)),
    files: (spaces, page) => database.inSpaces(spaces, (sql) => listFiles(sql, spaces, page)),
    names: (spaces, source) => database.inSpaces(spaces, (sql) => listNames(sql, spaces, source)),
    recentTitles: (spaces, limit) => database.inSpaces(spaces, (sql) => listTitles(sql, spaces, limit)),
    types: (spaces) => database.inSpaces(spaces, (sql) => listTypes(sql, spaces)),
    size: (spaces) => database.inSpaces(spaces, (sql) => measureSize(sql, spaces)),
    exported: (spaceId) => exportDocuments(database, spaceId),
    originalOf: (spaceId, id) => database.inSpaces([spaceId], (sql) => selectOriginal(sql, spaceId, id)),
    original: (spaces, fileName) => database.inSpaces(spaces, (sql) => findOriginal(sql, spaces, fileName)),
    originalVersion: (spaces, fileName) =>
      database.inSpaces(spaces, (sql) => findOriginalVersion(sql, spaces, fileName)),
    page: (spaces, asked) => database.inSpaces(spaces, (sql) => findPage(sql, spaces, asked)),
    claimOriginal: (space, reader) => database.inSpaces([space], (sql) => claimOriginal(sql, space, reader)),
    extendClaim: (claimed, reader) => database.inSpaces([claimed.spaceId], (sql) => extendClaim(sql, claimed, reader)),
    saveReread: async (claimed, file, keepsOriginal) => {
      const revision = await saveReread(database, claimed, file, keepsOriginal);
      if (revision !== undefined) tell(claimed.spaceId, revision);
    },
    status: (spaces, filter, page) => database.inSpaces(spaces, (sql) => listStatus(sql, spaces, filter, page)),
    counts: (spaces) => database.inSpaces(spaces, (sql) => countStates(sql, spaces)),
    namesOfOrigin: (spaceId, origin) =>
      database.inSpaces([spaceId], (sql) => listNames(sql, [spaceId], undefined, origin)),
    keys: (spaceId) => database.inSpaces([spaceId], (sql) => listKeys(sql, spaceId)),
    watchedNames: (spaceId, selector) =>
      database.inSpaces([spaceId], (sql) => listWatchedNames(sql, spaceId, selector)),
  };
}
