import type { Sql } from "@khoj/db";

/** An app that confirmed is a factor. */
export async function upsertTotp(sql: Sql, personId: string, step: number): Promise<void> {
  await sql.execute(
    `INSERT INTO totp (person_id, confirmed_at, last_step) VALUES ($1, now(), $2)
     ON CONFLICT (person_id) DO UPDATE SET confirmed_at = now(), last_step = $2`,
    [personId, step],
  );
}

/** Takes a step once: of fifty that bring the same code at the same moment one gets it. */
export async function takeStep(sql: Sql, personId: string, step: number): Promise<boolean> {
  const taken = await sql.execute(
    "UPDATE totp SET last_step = $2 WHERE person_id = $1 AND confirmed_at IS NOT NULL AND last_step < $2",
    [personId, step],
  );
  return taken === 1;
}

export async function deleteTotp(sql: Sql, personId: string): Promise<boolean> {
  return (await sql.execute("DELETE FROM totp WHERE person_id = $1", [personId])) === 1;
}

/** The clock all nodes go by, in milliseconds. */
export async function readClock(query: Sql["query"]): Promise<number> {
  const [row] = await query<{ now: number }>("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now");
  return row?.now ?? Date.now();
}
