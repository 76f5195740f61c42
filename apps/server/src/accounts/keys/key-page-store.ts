import type { AdminKeysQuery } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import type { Key } from "./key.ts";
import { keyColumns } from "./key-store.ts";

export interface KeyFilter {
  /** Part of an address, a name, or what is shown of the key; lower case. */
  readonly words: string;
  readonly state: AdminKeysQuery["state"];
}

const fitting = `FROM api_keys key JOIN people person ON person.id = key.person_id
  WHERE (key.revoked_at IS NULL OR key.revoked_at > now() - interval '30 days')
    AND ($1 = '' OR strpos(person.email, $1) > 0 OR strpos(lower(key.name), $1) > 0 OR strpos(lower(key.shown), $1) > 0)
    AND CASE coalesce($2::text, 'all')
      WHEN 'active' THEN key.revoked_at IS NULL AND key.suspended_at IS NULL AND key.expires_at > now()
      WHEN 'expired' THEN key.revoked_at IS NULL AND key.expires_at <= now()
      WHEN 'suspended' THEN key.revoked_at IS NULL AND key.suspended_at IS NOT NULL
      WHEN 'revoked' THEN key.revoked_at IS NOT NULL
      WHEN 'canary' THEN key.canary
      ELSE true END`;

/** Keys of everybody, the newest first; revoked ones for 30 days. */
export async function selectKeyPage(
  sql: Sql,
  { words, state }: KeyFilter,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<Key[]> {
  return sql.query<Key>(`SELECT ${keyColumns} ${fitting} ORDER BY key.made_at DESC, key.id DESC LIMIT $3 OFFSET $4`, [
    words,
    state ?? null,
    limit,
    offset,
  ]);
}

export async function countKeys(sql: Sql, { words, state }: KeyFilter): Promise<number> {
  const [row] = await sql.query<{ count: number }>(`SELECT count(*)::int AS count ${fitting}`, [words, state ?? null]);
  return row?.count ?? 0;
}
