import type { Sql } from "@khoj/db";
import type { Remembered } from "./folder-memory.ts";

export interface StoredFolder {
  readonly id: string;
  readonly spaceId: string;
  readonly path: string;
}

interface FolderRow {
  id: string;
  space_id: string;
  path: string;
  paused: boolean;
  vanished: number | null;
  kept_names: string[];
}

/** Every folder with what it remembered last. */
export async function listFolders(
  sql: Sql,
  spaceIds: readonly string[],
): Promise<readonly { readonly folder: StoredFolder; readonly remembered: Remembered }[]> {
  const rows = await sql.query<FolderRow>(
    `SELECT id, space_id, path, paused, vanished, kept_names
     FROM folders WHERE space_id = ANY($1::uuid[]) ORDER BY created_at, id`,
    [spaceIds],
  );
  return rows.map((row) => ({
    folder: { id: row.id, spaceId: row.space_id, path: row.path },
    remembered: { paused: row.paused, vanished: row.vanished ?? undefined, kept: row.kept_names },
  }));
}

export async function insertFolder(sql: Sql, folder: StoredFolder): Promise<void> {
  await sql.execute("INSERT INTO folders (space_id, id, path) VALUES ($1, $2, $3)", [
    folder.spaceId,
    folder.id,
    folder.path,
  ]);
}

export async function removeFolder(sql: Sql, folder: StoredFolder): Promise<void> {
  await sql.execute("DELETE FROM folders WHERE space_id = $1 AND id = $2", [folder.spaceId, folder.id]);
}

export async function updateFolder(sql: Sql, folder: StoredFolder, remembered: Remembered): Promise<void> {
  await sql.execute(
    "UPDATE folders SET paused = $3, vanished = $4, kept_names = $5::text[] WHERE space_id = $1 AND id = $2",
    [folder.spaceId, folder.id, remembered.paused, remembered.vanished ?? null, remembered.kept],
  );
}
