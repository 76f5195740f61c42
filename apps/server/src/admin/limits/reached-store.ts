import type { Sql } from "@khoj/db";
import type { LimitRule } from "../../platform/limits/limits.ts";

/** Who is at a limit in the window that runs now, the one who tried most on top. */
export async function selectReached(
  query: Sql["query"],
  { name, most, seconds }: LimitRule,
): Promise<{ subject: string; taken: number; until: Date }[]> {
  return query(
    `SELECT subject, taken, window_start + $3 * interval '1 second' AS until FROM rate_limits
     WHERE name = $1 AND taken >= $2 AND window_start > now() - $3 * interval '1 second'
     ORDER BY taken DESC, subject LIMIT 100`,
    [name, most, seconds],
  );
}
