import type { Sql } from "@khoj/db";

export interface DataKeyRow {
  readonly id: string;
  readonly sealed: Buffer;
}

/** A secret with the data key that opens it, both as one statement saw them: no rotation comes in between. */
export interface SecretRow {
  readonly name: string;
  readonly key_id: string;
  readonly sealed: Buffer;
  readonly data_key: Buffer;
}

const fingerprintSetting = "secret_key_fingerprint";

export async function selectFingerprint(sql: Sql): Promise<string | undefined> {
  const rows = await sql.query<{ value: string }>(
    "SELECT value #>> '{}' AS value FROM instance_settings WHERE name = $1",
    [fingerprintSetting],
  );
  return rows[0]?.value;
}

/** The fingerprint from now on, if none is known; answers the one that is. Of two first starts one comes first. */
export async function settleFingerprint(sql: Sql, fingerprint: string): Promise<string> {
  await sql.execute(
    "INSERT INTO instance_settings (name, value) VALUES ($1, to_jsonb($2::text)) ON CONFLICT DO NOTHING",
    [fingerprintSetting, fingerprint],
  );
  return (await selectFingerprint(sql)) ?? fingerprint;
}

export async function updateFingerprint(sql: Sql, fingerprint: string): Promise<void> {
  await sql.execute("UPDATE instance_settings SET value = to_jsonb($2::text) WHERE name = $1", [
    fingerprintSetting,
    fingerprint,
  ]);
}

/** The data key that seals; locked so that it is not retired before this transaction ends. */
export async function selectSealingKey(sql: Sql): Promise<DataKeyRow | undefined> {
  const select = () =>
    sql.query<DataKeyRow>(
      `SELECT id, sealed FROM data_keys WHERE retired_at IS NULL ORDER BY made_at DESC, id LIMIT 1 FOR SHARE`,
    );
  // None is what one sees who waited for a rotation to end; the next look sees its new key.
  return (await select())[0] ?? (await select())[0];
}

/** Newer than all others, also where the clock was set back. */
export async function insertDataKey(sql: Sql, { id, sealed }: DataKeyRow): Promise<void> {
  await sql.execute(
    `INSERT INTO data_keys (id, sealed, made_at)
     SELECT $1, $2, greatest(clock_timestamp(), max(made_at) + interval '1 microsecond') FROM data_keys`,
    [id, sealed],
  );
}

/** One rotation at a time, until this transaction ends. */
export async function lockRotation(sql: Sql): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtext('khoj'), hashtext('secrets'))");
}

/** Data keys in use; locked against whoever seals with them. */
export const selectKeysInUse = (sql: Sql): Promise<DataKeyRow[]> =>
  sql.query<DataKeyRow>("SELECT id, sealed FROM data_keys WHERE retired_at IS NULL ORDER BY id FOR UPDATE");

export async function updateDataKey(sql: Sql, { id, sealed }: DataKeyRow): Promise<void> {
  await sql.execute("UPDATE data_keys SET sealed = $2 WHERE id = $1", [id, sealed]);
}

/** Retires every data key but one: the rows stay as history, what they held is gone. */
export const retireOtherKeys = (sql: Sql, keep: string): Promise<number> =>
  sql.execute(
    "UPDATE data_keys SET retired_at = clock_timestamp(), sealed = '' WHERE id <> $1 AND retired_at IS NULL",
    [keep],
  );

const secretWithKey = `SELECT s.name, s.key_id, s.sealed, k.sealed AS data_key
  FROM sealed_secrets s JOIN data_keys k ON k.id = s.key_id`;

export async function selectSecret(query: Sql["query"], name: string): Promise<SecretRow | undefined> {
  return (await query<SecretRow>(`${secretWithKey} WHERE s.name = $1`, [name]))[0];
}

/** Secrets not sealed with the data key `except`; locked. */
export const selectSecretsOfOtherKeys = (sql: Sql, except: string, limit: number): Promise<SecretRow[]> =>
  sql.query<SecretRow>(`${secretWithKey} WHERE s.key_id <> $1 ORDER BY s.name LIMIT $2 FOR UPDATE OF s`, [
    except,
    limit,
  ]);

export async function upsertSecret(sql: Sql, name: string, keyId: string, sealed: Buffer): Promise<void> {
  await sql.execute(
    `INSERT INTO sealed_secrets (name, key_id, sealed) VALUES ($1, $2, $3)
     ON CONFLICT (name) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed, changed_at = now()`,
    [name, keyId, sealed],
  );
}

/** Seals anew what stays the same: not a change of the secret. */
export async function resealSecret(sql: Sql, name: string, keyId: string, sealed: Buffer): Promise<void> {
  await sql.execute("UPDATE sealed_secrets SET key_id = $2, sealed = $3 WHERE name = $1", [name, keyId, sealed]);
}

export async function deleteSecret(sql: Sql, name: string): Promise<void> {
  await sql.execute("DELETE FROM sealed_secrets WHERE name = $1", [name]);
}

export const deleteAllSecrets = async (sql: Sql): Promise<string[]> =>
  (await sql.query<{ name: string }>("DELETE FROM sealed_secrets RETURNING name")).map(({ name }) => name).sort();

export interface SecretsSummary {
  readonly secrets: number;
  readonly keys: readonly { readonly id: string; readonly made_at: string; readonly retired_at: string | null }[];
}

export async function summariseSecrets(sql: Sql): Promise<SecretsSummary> {
  const [counted] = await sql.query<{ secrets: number }>("SELECT count(*)::integer AS secrets FROM sealed_secrets");
  const keys = await sql.query<SecretsSummary["keys"][number]>(
    "SELECT id, made_at, retired_at FROM data_keys ORDER BY made_at, id",
  );
  return { secrets: counted?.secrets ?? 0, keys };
}
