import type { Sql } from "@khoj/db";

/** Whoever adds one takes this lock first, so that the count holds for two at once. */
export async function lockPending(sql: Sql): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(5464658)");
}

export async function countPending(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM people WHERE state = 'unverified'",
  );
  return row?.count ?? 0;
}

/** Those whom nobody let in for too long are forgotten; they have no data. */
export async function deleteOldPending(query: Sql["query"], days: number): Promise<void> {
  await query("DELETE FROM people WHERE state = 'unverified' AND created_at < now() - $1 * interval '1 day'", [days]);
}
