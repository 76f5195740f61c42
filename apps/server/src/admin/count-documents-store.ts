import type { Sql } from "@khoj/db";

/** How many documents each of these spaces holds; for inside a transaction that sees them. */
export async function countDocuments(sql: Sql, spaceIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.query<{ space_id: string; count: number }>(
    "SELECT space_id, count(*)::int AS count FROM documents WHERE space_id = ANY($1::uuid[]) GROUP BY space_id",
    [spaceIds],
  );
  return new Map(rows.map(({ space_id, count }) => [space_id, count]));
}
