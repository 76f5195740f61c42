import { type FileState, fileStates } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { type ListedRow, listedColumns, toListed } from "./file-store.ts";
import type { ListedFile } from "./types.ts";

export async function listStatus(
  sql: Sql,
  spaceIds: readonly string[],
  filter: { readonly state?: FileState | undefined; readonly nameContains?: string | undefined },
  page: { readonly index: number; readonly size: number },
): Promise<readonly ListedFile[]> {
  const rows = await sql.query<ListedRow>(
    `SELECT ${listedColumns} FROM documents d WHERE d.space_id = ANY($1::uuid[])
       AND ($2::text IS NULL OR d.state = $2) AND ($3::text IS NULL OR strpos(lower(d.file_name), lower($3)) > 0)
     ORDER BY d.updated_at DESC, d.id LIMIT $4 OFFSET $5`,
    [spaceIds, filter.state ?? null, filter.nameContains ?? null, page.size, page.index * page.size],
  );
  return rows.map(toListed);
}

export async function countStates(sql: Sql, spaceIds: readonly string[]): Promise<Readonly<Record<FileState, number>>> {
  const rows = await sql.query<{ state: FileState; count: string }>(
    "SELECT state, count(*) AS count FROM documents WHERE space_id = ANY($1::uuid[]) GROUP BY state",
    [spaceIds],
  );
  const counted = new Map(rows.map((row) => [row.state, Number(row.count)]));
  return Object.fromEntries(fileStates.map((state) => [state, counted.get(state) ?? 0])) as Record<FileState, number>;
}
