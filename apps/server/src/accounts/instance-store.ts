import type { Sql } from "@khoj/db";

/** Settings of the whole instance, as JSON by name; what they mean is known by who keeps them. */
export async function readSetting(sql: Sql, name: string): Promise<unknown> {
  const [row] = await sql.query<{ value: unknown }>("SELECT value FROM instance_settings WHERE name = $1", [name]);
  return row?.value;
}

/** Sets it, whether or not it was set before. */
export async function writeSetting(sql: Sql, name: string, value: unknown): Promise<void> {
  await sql.execute(
    `INSERT INTO instance_settings (name, value) VALUES ($1, $2::jsonb)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [name, JSON.stringify(value)],
  );
}

/** The setting, made once when nobody has: of two nodes that start together both get the same. */
export async function settleSetting(sql: Sql, name: string, make: () => unknown): Promise<unknown> {
  await sql.execute("INSERT INTO instance_settings (name, value) VALUES ($1, $2::jsonb) ON CONFLICT DO NOTHING", [
    name,
    JSON.stringify(make()),
  ]);
  return readSetting(sql, name);
}
