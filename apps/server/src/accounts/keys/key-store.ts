import type { Sql } from "@khoj/db";
import type { SpaceAccess } from "../../platform/actor.ts";
import { plainAddress } from "../../platform/http/networks.ts";
import type { PersonState, Role } from "../people/person.ts";
import { spacesOfPerson } from "../people/person-store.ts";
import type { Environment, Key } from "./key.ts";

export const keyColumns = `key.id, key.person_id, person.email, key.name, key.shown, key.scopes, key.space_ids, key.environment,
  key.networks::text[] AS networks, key.canary, key.made_at, key.expires_at, key.used_at, host(key.used_from) AS used_from,
  key.used_by, key.suspended_at, key.suspended_why, key.revoked_at, key.expires_at <= now() AS expired,
  key.expires_at <= now() + interval '14 days' AS expires_soon,
  coalesce(key.used_at, key.made_at) < now() - interval '60 days' AS unused`;

export interface NewKeyRow {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly shown: string;
  readonly tokenHash: Buffer;
  readonly scopes: readonly string[];
  readonly spaceIds: readonly string[] | null;
  readonly environment: Environment;
  readonly networks: readonly string[] | null;
  readonly canary: boolean;
  readonly lifetimeSeconds: number;
  readonly replaces: string | null;
}

export async function insertKey(sql: Sql, key: NewKeyRow): Promise<void> {
  await sql.execute(
    `INSERT INTO api_keys (id, person_id, name, shown, token_hash, scopes, space_ids, environment, networks, canary,
       expires_at, replaces)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text[]::cidr[], $10, now() + $11 * interval '1 second', $12)`,
    [
      key.id,
      key.personId,
      key.name,
      key.shown,
      key.tokenHash,
      key.scopes,
      key.spaceIds,
      key.environment,
      key.networks,
      key.canary,
      key.lifetimeSeconds,
      key.replaces,
    ],
  );
}

export async function countOpenKeys(sql: Sql, personId: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM api_keys WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > now()",
    [personId],
  );
  return row?.count ?? 0;
}

/** Keys of a person, or of everybody, the newest first; revoked ones for 30 days. */
export async function selectKeys(query: Sql["query"], personId: string | undefined): Promise<Key[]> {
  return query<Key>(
    `SELECT ${keyColumns} FROM api_keys key JOIN people person ON person.id = key.person_id
     WHERE ($1::uuid IS NULL OR key.person_id = $1)
       AND (key.revoked_at IS NULL OR key.revoked_at > now() - interval '30 days')
     ORDER BY key.made_at DESC, key.id DESC LIMIT 1000`,
    [personId ?? null],
  );
}

/** One key, held until the transaction ends. */
export async function lockKey(sql: Sql, id: string, personId: string | undefined): Promise<Key | undefined> {
  const [row] = await sql.query<Key>(
    `SELECT ${keyColumns} FROM api_keys key JOIN people person ON person.id = key.person_id
     WHERE key.id = $1 AND ($2::uuid IS NULL OR key.person_id = $2) FOR UPDATE OF key`,
    [id, personId ?? null],
  );
  return row;
}

/** Whether a newer key took a key's place already. */
export async function hasSuccessor(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.query("SELECT FROM api_keys WHERE replaces = $1 AND revoked_at IS NULL", [id]);
  return rows.length > 0;
}

/** A key by what lists show of it, or by itself. */
export async function findKey(
  sql: Sql,
  { shown, tokenHash, personId }: { shown: string; tokenHash: Buffer; personId: string },
): Promise<string | undefined> {
  const [row] = await sql.query<{ id: string }>(
    `SELECT id FROM api_keys WHERE person_id = $3 AND (shown = $1 OR token_hash = $2) AND revoked_at IS NULL`,
    [shown, tokenHash, personId],
  );
  return row?.id;
}

/** Anybody's key by its id, or by what lists show of it. */
export async function findKeyOfAnybody(sql: Sql, which: string): Promise<string | undefined> {
  const [row] = await sql.query<{ id: string }>("SELECT id FROM api_keys WHERE id::text = $1 OR shown = $1", [which]);
  return row?.id;
}

export async function selectKeysByHash(query: Sql["query"], hashes: readonly Buffer[]): Promise<Key[]> {
  return query<Key>(
    `SELECT ${keyColumns} FROM api_keys key JOIN people person ON person.id = key.person_id
     WHERE key.token_hash = ANY($1) AND key.revoked_at IS NULL AND key.suspended_at IS NULL`,
    [hashes],
  );
}

export async function markRevoked(sql: Sql, id: string): Promise<void> {
  await sql.execute("UPDATE api_keys SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL", [id]);
}

export async function markSuspended(sql: Sql, id: string, why: string): Promise<boolean> {
  const changed = await sql.execute(
    `UPDATE api_keys SET suspended_at = now(), suspended_why = $2
     WHERE id = $1 AND suspended_at IS NULL AND revoked_at IS NULL`,
    [id, why],
  );
  return changed === 1;
}

export async function markResumed(sql: Sql, id: string): Promise<void> {
  await sql.execute("UPDATE api_keys SET suspended_at = NULL, suspended_why = NULL WHERE id = $1", [id]);
}

/** Never later than it would have been. */
export async function endKeyIn(sql: Sql, id: string, seconds: number): Promise<Date> {
  const [row] = await sql.query<{ expires_at: Date }>(
    `UPDATE api_keys SET expires_at = least(expires_at, now() + $2 * interval '1 second') WHERE id = $1
     RETURNING expires_at`,
    [id, seconds],
  );
  if (row === undefined) throw new Error("A key that was held is gone");
  return row.expires_at;
}

/** Keys whose end is near and whose people were not told so yet, marked as told: of two nodes one gets each. */
export async function takeKeysToRemindOf(query: Sql["query"], days: number): Promise<Key[]> {
  return query<Key>(
    `WITH due AS (
       UPDATE api_keys SET reminded_days = $1
       WHERE NOT canary AND revoked_at IS NULL AND expires_at > now()
         AND expires_at <= now() + $1 * interval '1 day' AND coalesce(reminded_days, 10000) > $1
       RETURNING id)
     SELECT ${keyColumns} FROM due JOIN api_keys key USING (id) JOIN people person ON person.id = key.person_id
     WHERE person.state = 'active'`,
    [days],
  );
}

/** Keys somebody should look at: those that end within 14 days or are suspended, and canaries tried within a week. */
export async function selectKeysToMind(query: Sql["query"]): Promise<Key[]> {
  return query<Key>(
    `SELECT ${keyColumns} FROM api_keys key JOIN people person ON person.id = key.person_id
     WHERE key.revoked_at IS NULL AND person.state = 'active' AND key.expires_at > now()
       AND CASE WHEN key.canary THEN key.used_at > now() - interval '7 days'
         ELSE key.suspended_at IS NOT NULL OR key.expires_at <= now() + interval '14 days' END
     ORDER BY key.expires_at LIMIT 50`,
  );
}

/** What identifying a key needs, in one round trip. */
export interface ShownKey {
  readonly id: string;
  readonly name: string;
  readonly shown: string;
  readonly person_id: string;
  readonly email: string;
  readonly username: string;
  readonly role: Role;
  readonly state: PersonState;
  readonly scopes: readonly string[];
  readonly space_ids: readonly string[] | null;
  readonly environment: Environment;
  readonly canary: boolean;
  readonly expires_at: Date;
  readonly expired: boolean;
  readonly suspended_why: string | null;
  readonly revoked: boolean;
  readonly from_elsewhere: boolean;
  readonly stale: boolean;
  readonly spaces: readonly SpaceAccess[];
}

export async function selectShownKey(
  query: Sql["query"],
  tokenHash: Buffer,
  address: string,
): Promise<ShownKey | undefined> {
  const [row] = await query<ShownKey>(
    `SELECT key.id, key.name, key.shown, key.person_id, person.email, person.username, person.role, person.state, key.scopes, key.space_ids,
       key.environment, key.canary, key.expires_at, key.expires_at <= now() AS expired, key.suspended_why,
       key.revoked_at IS NOT NULL AS revoked,
       key.networks IS NOT NULL AND NOT coalesce(
         $2::inet <<= ANY (key.networks), false) AS from_elsewhere,
       coalesce(key.used_at < now() - interval '1 minute', true) AS stale,
       ${spacesOfPerson} AS spaces
     FROM api_keys key JOIN people person ON person.id = key.person_id WHERE key.token_hash = $1`,
    [tokenHash, plainAddress(address) ?? null],
  );
  return row;
}

/** When, where and by which program it was used last. */
export async function touchKey(
  query: Sql["query"],
  id: string,
  address: string,
  agent: string | undefined,
): Promise<void> {
  await query(
    `WITH touched AS (
       UPDATE api_keys SET used_at = now(), used_by = $3,
         used_from = $2::inet
       WHERE id = $1 RETURNING person_id, canary)
     UPDATE people SET last_seen_at = now() FROM touched WHERE people.id = touched.person_id AND NOT touched.canary`,
    [id, plainAddress(address) ?? null, agent ?? null],
  );
}
