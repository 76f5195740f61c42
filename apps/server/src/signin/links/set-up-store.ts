import type { Sql } from "@khoj/db";

/** Set-up links made before are dead: of several terminals and logs only the last shows one that works. */
export async function deleteSetUpLinks(sql: Sql): Promise<void> {
  await sql.execute("DELETE FROM sign_in_links WHERE purpose = 'set-up' AND spent_at IS NULL");
}
