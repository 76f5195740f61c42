import type { Sql } from "@khoj/db";

export async function selectPreferences(sql: Sql, personId: string): Promise<{ name: string; value: unknown }[]> {
  return sql.query("SELECT name, value FROM person_settings WHERE person_id = $1 ORDER BY name", [personId]);
}

/** How the person may come in: facts only, since nothing that is a way in by itself is ever given out. */
export async function selectMethodFacts(sql: Sql, personId: string): Promise<Record<string, unknown>[]> {
  return sql.query(
    `SELECT 'passkey' AS method, name, made_at, used_at FROM passkeys WHERE person_id = $1
     UNION ALL SELECT 'identity', issuer || ' ' || subject, made_at, used_at FROM identities WHERE person_id = $1
     UNION ALL SELECT 'password', NULL, changed_at, NULL FROM passwords WHERE person_id = $1
     UNION ALL SELECT 'authenticator app', NULL, confirmed_at, NULL FROM totp
       WHERE person_id = $1 AND confirmed_at IS NOT NULL
     ORDER BY 1, 3`,
    [personId],
  );
}

export interface SpaceFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: "personal" | "shared";
  readonly role: string;
  readonly owner: string;
  readonly made_at: Date;
}

export async function selectSpaceFacts(sql: Sql, personId: string): Promise<SpaceFacts[]> {
  return sql.query<SpaceFacts>(
    `SELECT space.id, space.name, space.kind, membership.role, owner.email AS owner, space.created_at AS made_at
     FROM memberships membership JOIN spaces space ON space.id = membership.space_id
     JOIN people owner ON owner.id = space.owner_id WHERE membership.person_id = $1 ORDER BY space.created_at, space.id`,
    [personId],
  );
}
