import { KhojError } from "@khoj/contract";
import type { Database, Sql } from "@khoj/db";
import { v7 as newId } from "uuid";
import { bumpRevision, clearContents, insertChunks, upsertDocuments } from "./document-store.ts";
import { keepVectors } from "./keep-vectors-store.ts";
import { deleteOriginals, insertOriginals } from "./original-store.ts";
import { insertPages } from "./page-store.ts";
import type { LibraryFile, SavedFile, SavedGroup, UnreadFile } from "./types.ts";

/** What a file takes in the database for each of its bytes: its text, its chunks, both again in the log of changes. */
const room = 4;

/**
 * One transaction for the group. The space's row is locked first, so that the order of revisions is the order of
 * commits and two writers never meet in the middle; the whole group is tried at once, and file by file, each under
 * its own savepoint, only when the database refuses something.
 */
export async function saveFiles(
  database: Database,
  spaceId: string,
  given: readonly LibraryFile[],
): Promise<SavedGroup> {
  const files = lastOfEachName(given);
  await database.ensureRoom(room * files.reduce((sum, file) => sum + file.bytes, 0));
  return database.inSpaces([spaceId], async (sql) => {
    const revision = await bumpRevision(sql, spaceId);
    const together = await tried(() => sql.savepoint((inner) => write(inner, spaceId, revision, files)));
    if (together.ok) return { revision, files: together.value };
    const saved: SavedFile[] = [];
    for (const file of files) saved.push(...(await saveAlone(sql, spaceId, revision, file)));
    return { revision, files: saved };
  });
}

async function saveAlone(
  sql: Sql,
  spaceId: string,
  revision: number,
  file: LibraryFile,
): Promise<readonly SavedFile[]> {
  const alone = await tried(() => sql.savepoint((inner) => write(inner, spaceId, revision, [file])));
  if (alone.ok) return alone.value;
  const failed: UnreadFile = {
    origin: file.origin,
    fileName: file.fileName,
    fileType: file.fileType,
    bytes: file.bytes,
    fingerprint: undefined,
    state: "failed",
    reason: `the database did not take it (${describe(alone.error)})`,
  };
  return sql.savepoint((inner) => write(inner, spaceId, revision, [failed]));
}

async function write(
  sql: Sql,
  spaceId: string,
  revision: number,
  files: readonly LibraryFile[],
): Promise<readonly SavedFile[]> {
  const rows = await upsertDocuments(sql, spaceId, revision, files, () => newId());
  const replaced = rows.filter((row) => !row.isNew).map((row) => row.id);
  if (replaced.length > 0) {
    await clearContents(sql, spaceId, replaced);
    await deleteOriginals(sql, spaceId, replaced);
  }
  const idOf = new Map(rows.map((row) => [keyOf(row), row.id]));
  const withIds = files.map((file) => ({ file, id: idOf.get(keyOf(file)) ?? "" }));
  await insertChunks(sql, spaceId, withIds);
  if (replaced.length > 0) await keepVectors(sql, spaceId, replaced);
  await insertOriginals(sql, spaceId, withIds);
  await insertPages(sql, spaceId, withIds);
  const isNew = new Set(rows.filter((row) => row.isNew).map((row) => row.id));
  return withIds.map(({ file, id }) => ({
    origin: file.origin,
    fileName: file.fileName,
    documentId: id,
    state: file.state,
    reason: file.reason,
    isNew: isNew.has(id),
  }));
}

const keyOf = (file: { origin: string; fileName: string }): string => `${file.origin}\n${file.fileName}`;

function lastOfEachName(files: readonly LibraryFile[]): readonly LibraryFile[] {
  return [...new Map(files.map((file) => [keyOf(file), file])).values()];
}

type Tried<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: unknown };

/** Only what the data can cause is a value; a lost connection or a full disk stays an error of the whole save. */
async function tried<Value>(work: () => Promise<Value>): Promise<Tried<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (!isDataError(error)) throw error;
    return { ok: false, error };
  }
}

/** Classes 22 (bad data), 23 (constraints) and 54 (limits): what a file's content can cause. */
const isDataError = (error: unknown): boolean => /^(22|23|54)/.test(stateOf(error));

const describe = (error: unknown): string => `SQLSTATE ${stateOf(error)}`;

const stateOf = (error: unknown): string =>
  error instanceof KhojError && typeof error.details.sqlstate === "string" ? error.details.sqlstate : "";
