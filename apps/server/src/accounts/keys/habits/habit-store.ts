import type { Sql } from "@khoj/db";
import type { Habit } from "./score-use.ts";

/** How often each thing was seen since the last time. */
export interface SeenOften {
  readonly kind: Habit["kind"];
  readonly value: string;
  readonly times: number;
}

/** Adds what was seen; of keys that are gone meanwhile nothing. */
export async function addHabits(sql: Sql, keyId: string, seen: readonly SeenOften[]): Promise<void> {
  await sql.execute(
    `INSERT INTO api_key_habits (key_id, kind, value, seen)
     SELECT key.id, seen.kind, seen.value, seen.times
     FROM api_keys key, unnest($2::text[], $3::text[], $4::bigint[]) AS seen (kind, value, times) WHERE key.id = $1
     ON CONFLICT (key_id, kind, value)
     DO UPDATE SET seen = api_key_habits.seen + excluded.seen, last_seen = now()`,
    [keyId, seen.map(({ kind }) => kind), seen.map(({ value }) => value), seen.map(({ times }) => times)],
  );
}

export async function selectHabits(sql: Sql, keyId: string): Promise<Habit[]> {
  return sql.query<Habit>(
    `SELECT kind, value, seen::int AS seen, first_seen, last_seen FROM api_key_habits
     WHERE key_id = $1 AND kind <> 'alarm' ORDER BY last_seen DESC LIMIT 2000`,
    [keyId],
  );
}

/** Whether this much was not told of the key yet today, by any node. */
export async function raiseAlarm(sql: Sql, keyId: string, score: number): Promise<boolean> {
  const raised = await sql.execute(
    `INSERT INTO api_key_habits (key_id, kind, value, seen) VALUES ($1, 'alarm', to_char(now(), 'YYYY-MM-DD'), $2)
     ON CONFLICT (key_id, kind, value) DO UPDATE SET seen = excluded.seen, last_seen = now()
     WHERE api_key_habits.seen < excluded.seen`,
    [keyId, score],
  );
  return raised === 1;
}

/** What is new of a key is usual from now on: its person said so. */
export async function accustom(sql: Sql, keyId: string): Promise<void> {
  await sql.execute(
    `UPDATE api_key_habits SET first_seen = least(first_seen, now() - interval '1 day')
     WHERE key_id = $1 AND kind <> 'alarm'`,
    [keyId],
  );
}

/** What was not seen for long is no habit any more. */
export async function forgetOldHabits(query: Sql["query"]): Promise<void> {
  await query(
    `DELETE FROM api_key_habits WHERE last_seen < now() - CASE WHEN kind IN ('hour', 'alarm') THEN interval '60 days'
       ELSE interval '180 days' END`,
  );
}
