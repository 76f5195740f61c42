import type { Sql } from "@khoj/db";

export interface PasskeyRow {
  readonly id: string;
  readonly person_id: string;
  readonly name: string;
  readonly public_key: Buffer;
  readonly transports: readonly string[];
  readonly rp_id: string;
  readonly backed_up: boolean;
  readonly made_at: Date;
  readonly used_at: Date | null;
}

const columns = "id, person_id, name, public_key, transports, rp_id, backed_up, made_at, used_at";

export async function selectPasskeys(sql: Sql, personId: string): Promise<PasskeyRow[]> {
  return sql.query<PasskeyRow>(`SELECT ${columns} FROM passkeys WHERE person_id = $1 ORDER BY made_at, id`, [personId]);
}

export async function selectPasskey(query: Sql["query"], id: string): Promise<PasskeyRow | undefined> {
  const [row] = await query<PasskeyRow>(`SELECT ${columns} FROM passkeys WHERE id = $1`, [id]);
  return row;
}

export interface NewPasskey extends Pick<PasskeyRow, "id" | "name" | "transports" | "rp_id" | "backed_up"> {
  readonly personId: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly deviceType: string;
}

/** Does nothing when that passkey is somebody's already. */
export async function insertPasskey(sql: Sql, passkey: NewPasskey): Promise<boolean> {
  const made = await sql.execute(
    `INSERT INTO passkeys (id, person_id, name, public_key, counter, transports, rp_id, device_type, backed_up)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [
      passkey.id,
      passkey.personId,
      passkey.name,
      Buffer.from(passkey.publicKey),
      passkey.counter,
      passkey.transports,
      passkey.rp_id,
      passkey.deviceType,
      passkey.backed_up,
    ],
  );
  return made === 1;
}

/**
 * Counts a use. Authenticators that count must count on: a counter that stands or goes back is a copy of the key, and
 * nothing is written. Those that do not count say 0 always.
 */
export async function countUse(
  sql: Sql,
  id: string,
  used: { readonly counter: number; readonly deviceType: string; readonly backedUp: boolean },
): Promise<boolean> {
  const counted = await sql.execute(
    `UPDATE passkeys SET counter = $2, device_type = $3, backed_up = $4, used_at = now()
     WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))`,
    [id, used.counter, used.deviceType, used.backedUp],
  );
  return counted === 1;
}

export async function updatePasskeyName(sql: Sql, personId: string, id: string, name: string): Promise<boolean> {
  return (
    (await sql.execute("UPDATE passkeys SET name = $3 WHERE person_id = $1 AND id = $2", [personId, id, name])) === 1
  );
}

export async function deletePasskey(sql: Sql, personId: string, id: string): Promise<boolean> {
  return (await sql.execute("DELETE FROM passkeys WHERE person_id = $1 AND id = $2", [personId, id])) === 1;
}

export async function deletePasskeysOf(sql: Sql, personId: string): Promise<void> {
  await sql.execute("DELETE FROM passkeys WHERE person_id = $1", [personId]);
}
