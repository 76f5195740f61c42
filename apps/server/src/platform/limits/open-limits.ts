import type { Database } from "@khoj/db";
import type { LimitRule, Limits } from "./limits.ts";

/** Limits over the table `rate_limits`. Old windows are swept while counting, one in a hundred times. */
export function openLimits(database: Database): Limits {
  return {
    async take({ name, most, seconds }, subject) {
      const [row] = await database.statement<{ taken: number }>(
        `INSERT INTO rate_limits (name, subject, window_start, taken)
         VALUES ($1, $2, to_timestamp(floor(extract(epoch FROM now()) / $3) * $3), 1)
         ON CONFLICT (name, subject, window_start) DO UPDATE SET taken = rate_limits.taken + 1 RETURNING taken`,
        [name, subject, seconds],
      );
      if (Math.random() < 0.01) await sweep(database);
      return (row?.taken ?? most + 1) <= most;
    },
    hasRoom: async (rule, subject) => (await countTaken(database, rule, subject)) < rule.most,
    async clear({ name }, subject) {
      await database.statement("DELETE FROM rate_limits WHERE name = $1 AND subject = $2", [name, subject]);
    },
  };
}

async function countTaken(database: Database, { name, seconds }: LimitRule, subject: string): Promise<number> {
  const [row] = await database.statement<{ taken: number }>(
    `SELECT taken FROM rate_limits WHERE name = $1 AND subject = $2
       AND window_start = to_timestamp(floor(extract(epoch FROM now()) / $3) * $3)`,
    [name, subject, seconds],
  );
  return row?.taken ?? 0;
}

/** No rule has a window longer than a day. */
const sweep = (database: Database): Promise<unknown> =>
  database.statement("DELETE FROM rate_limits WHERE window_start < now() - interval '2 days'");
