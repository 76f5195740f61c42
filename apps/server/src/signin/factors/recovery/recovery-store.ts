import type { Sql } from "@khoj/db";

/** New codes in place of all there were; they count as saved when the person says so. */
export async function replaceRecoveryCodes(sql: Sql, personId: string, hashes: readonly Buffer[]): Promise<void> {
  await deleteRecoveryCodes(sql, personId);
  await sql.execute("INSERT INTO recovery_codes (person_id, code_hash) SELECT $1, unnest($2::bytea[])", [
    personId,
    hashes,
  ]);
}

export async function deleteRecoveryCodes(sql: Sql, personId: string): Promise<void> {
  await sql.execute("DELETE FROM recovery_codes WHERE person_id = $1", [personId]);
  await sql.execute("UPDATE people SET recovery_saved_at = NULL WHERE id = $1", [personId]);
}

/** Of fifty that bring the same code at the same moment one gets it. */
export async function spendRecoveryCode(sql: Sql, personId: string, hash: Buffer): Promise<boolean> {
  const spent = await sql.execute(
    "UPDATE recovery_codes SET spent_at = now() WHERE person_id = $1 AND code_hash = $2 AND spent_at IS NULL",
    [personId, hash],
  );
  return spent === 1;
}

export async function hasRecoveryCode(sql: Sql, personId: string, hash: Buffer): Promise<boolean> {
  const [row] = await sql.query(
    "SELECT 1 FROM recovery_codes WHERE person_id = $1 AND code_hash = $2 AND spent_at IS NULL",
    [personId, hash],
  );
  return row !== undefined;
}

export async function markRecoverySaved(sql: Sql, personId: string): Promise<void> {
  await sql.execute("UPDATE people SET recovery_saved_at = now() WHERE id = $1", [personId]);
}

export interface RecoveryState {
  readonly left: number;
  readonly saved: boolean;
}

export async function selectRecovery(sql: Sql, personId: string): Promise<RecoveryState> {
  const [row] = await sql.query<{ left: number; saved: boolean }>(
    `SELECT (SELECT count(*)::int FROM recovery_codes WHERE person_id = $1 AND spent_at IS NULL) AS left,
       recovery_saved_at IS NOT NULL AS saved FROM people WHERE id = $1`,
    [personId],
  );
  return row ?? { left: 0, saved: false };
}
