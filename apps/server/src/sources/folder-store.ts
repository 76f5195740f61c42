import type { Sql } from "@khoj/db";

export interface StoredFolder {
  readonly id: string;
  readonly spaceId: string;
  readonly path: string;
  readonly paused: boolean;
}

interface FolderRow {
  id: string;
  space_id: string;
  path: string;
  paused: boolean;
}

const toFolder = (row: FolderRow): StoredFolder => ({
  id: row.id,
  spaceId: row.space_id,
  path: row.path,
  paused: row.paused,
});

export async function listFolders(sql: Sql, spaceIds: readonly string[]): Promise<readonly StoredFolder[]> {
  const rows = await sql.query<FolderRow>(
    "SELECT id, space_id, path, paused FROM folders WHERE space_id = ANY($1::uuid[]) ORDER BY created_at, id",
    [spaceIds],
  );
  return rows.map(toFolder);
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

/** What must survive a restart: that somebody paused it, and that it waits for an answer about files that vanished. */
export async function updateFolder(
  sql: Sql,
  folder: StoredFolder,
  state: { readonly paused: boolean; readonly vanished: number | undefined },
): Promise<void> {
  await sql.execute("UPDATE folders SET paused = $3, vanished = $4 WHERE space_id = $1 AND id = $2", [
    folder.spaceId,
    folder.id,
    state.paused,
    state.vanished ?? null,
  ]);
}
