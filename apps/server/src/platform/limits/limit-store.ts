import type { Sql } from "@khoj/db";
import type { LimitRule } from "./limits.ts";

type Query = Sql["query"];

/** Counts one more in the window that runs now; how many there are with it. */
export async function countOne(query: Query, { name, seconds }: LimitRule, subject: string): Promise<number> {
  const [row] = await query<{ taken: number }>(
    `INSERT INTO rate_limits (name, subject, window_start, taken)
     VALUES ($1, $2, to_timestamp(floor(extract(epoch FROM now()) / $3) * $3), 1)
     ON CONFLICT (name, subject, window_start) DO UPDATE SET taken = rate_limits.taken + 1 RETURNING taken`,
    [name, subject, seconds],
  );
  return row?.taken ?? Number.POSITIVE_INFINITY;
}

export async function selectTaken(query: Query, { name, seconds }: LimitRule, subject: string): Promise<number> {
  const [row] = await query<{ taken: number }>(
    `SELECT taken FROM rate_limits WHERE name = $1 AND subject = $2
       AND window_start = to_timestamp(floor(extract(epoch FROM now()) / $3) * $3)`,
    [name, subject, seconds],
  );
  return row?.taken ?? 0;
}

export async function deleteTaken(query: Query, name: string, subject: string): Promise<void> {
  await query("DELETE FROM rate_limits WHERE name = $1 AND subject = $2", [name, subject]);
}

/** No rule has a window longer than a day. */
export async function deleteOldWindows(query: Query): Promise<void> {
  await query("DELETE FROM rate_limits WHERE window_start < now() - interval '2 days'");
}
