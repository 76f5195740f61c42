import type { Sql } from "@khoj/db";

export interface StoredExclusion {
  readonly id: string;
  readonly fileName: string;
  readonly createdAt: Date;
}

export async function readIgnoreList(sql: Sql, spaceId: string): Promise<string> {
  const [row] = await sql.query<{ rules: string }>("SELECT rules FROM ignore_lists WHERE space_id = $1", [spaceId]);
  return row?.rules ?? "";
}

export async function writeIgnoreList(sql: Sql, spaceId: string, rules: string): Promise<void> {
  await sql.execute(
    `INSERT INTO ignore_lists (space_id, rules) VALUES ($1, $2)
     ON CONFLICT (space_id) DO UPDATE SET rules = excluded.rules, updated_at = now()`,
    [spaceId, rules],
  );
}

export async function listExclusions(sql: Sql, spaceId: string): Promise<readonly StoredExclusion[]> {
  const rows = await sql.query<{ id: string; file_name: string; created_at: Date }>(
    "SELECT id, file_name, created_at FROM exclusions WHERE space_id = $1 ORDER BY created_at DESC, file_name",
    [spaceId],
  );
  return rows.map((row) => ({ id: row.id, fileName: row.file_name, createdAt: row.created_at }));
}

/** Names that are excluded already keep their place. */
export async function addExclusions(
  sql: Sql,
  spaceId: string,
  added: readonly { readonly id: string; readonly fileName: string }[],
): Promise<void> {
  await sql.execute(
    `INSERT INTO exclusions (space_id, id, file_name)
     SELECT $1, a.id, a.file_name FROM unnest($2::uuid[], $3::text[]) AS a(id, file_name)
     ON CONFLICT (space_id, file_name) DO NOTHING`,
    [spaceId, added.map(({ id }) => id), added.map(({ fileName }) => fileName)],
  );
}

/** Answers the name that may come back; undefined when there was no such exclusion. */
export async function removeExclusion(sql: Sql, spaceId: string, id: string): Promise<string | undefined> {
  const [row] = await sql.query<{ file_name: string }>(
    "DELETE FROM exclusions WHERE space_id = $1 AND id = $2 RETURNING file_name",
    [spaceId, id],
  );
  return row?.file_name;
}
