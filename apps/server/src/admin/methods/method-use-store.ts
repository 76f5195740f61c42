import type { SignInMethod } from "@khoj/contract";
import type { Sql } from "@khoj/db";

export interface MethodUse {
  readonly password: number;
  readonly passkey: number;
  readonly google: number;
  readonly oidc: number;
  readonly active: number;
}

export interface Issuers {
  readonly google: string | undefined;
  readonly oidc: string | undefined;
}

/** How many active people have each of the ways that belong to a person. */
export async function countMethodUse(sql: Sql, { google, oidc }: Issuers): Promise<MethodUse> {
  const [row] = await sql.query<MethodUse & Record<string, number>>(
    `SELECT count(*)::int AS active,
       count(*) FILTER (WHERE EXISTS (SELECT 1 FROM passwords WHERE person_id = person.id))::int AS password,
       count(*) FILTER (WHERE EXISTS (SELECT 1 FROM passkeys WHERE person_id = person.id))::int AS passkey,
       count(*) FILTER (WHERE EXISTS (SELECT 1 FROM identities WHERE person_id = person.id AND issuer = $1))::int AS google,
       count(*) FILTER (WHERE EXISTS (SELECT 1 FROM identities WHERE person_id = person.id AND issuer = $2))::int AS oidc
     FROM people person WHERE state = 'active' AND username <> 'default'`,
    [google ?? null, oidc ?? null],
  );
  return row ?? { password: 0, passkey: 0, google: 0, oidc: 0, active: 0 };
}

/** How many active people of a role could come in by one of these ways. A link is a way for everybody. */
export async function countWhoComesIn(
  sql: Sql,
  ways: ReadonlySet<SignInMethod>,
  { google, oidc }: Issuers,
  role: "admin" | undefined,
): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM people person
     WHERE state = 'active' AND username <> 'default' AND ($1::text IS NULL OR role = $1) AND (
       'link' = ANY($2::text[])
       OR 'password' = ANY($2) AND EXISTS (SELECT 1 FROM passwords WHERE person_id = person.id)
       OR 'passkey' = ANY($2) AND EXISTS (SELECT 1 FROM passkeys WHERE person_id = person.id)
       OR 'google' = ANY($2) AND EXISTS (SELECT 1 FROM identities WHERE person_id = person.id AND issuer = $3)
       OR 'oidc' = ANY($2) AND EXISTS (SELECT 1 FROM identities WHERE person_id = person.id AND issuer = $4))`,
    [role ?? null, [...ways], google ?? null, oidc ?? null],
  );
  return row?.count ?? 0;
}
