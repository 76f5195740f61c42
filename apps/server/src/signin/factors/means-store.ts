import type { Sql } from "@khoj/db";

/** What a person has to come in by, and to prove themselves a second time. */
export interface Means {
  readonly passkeys: number;
  readonly password: boolean;
  readonly totp: boolean;
  readonly issuers: readonly string[];
}

export async function selectMeans(sql: Sql, personId: string): Promise<Means> {
  const [row] = await sql.query<Means & Record<string, unknown>>(
    `SELECT (SELECT count(*)::int FROM passkeys WHERE person_id = $1) AS passkeys,
       EXISTS (SELECT 1 FROM passwords WHERE person_id = $1) AS password,
       EXISTS (SELECT 1 FROM totp WHERE person_id = $1 AND confirmed_at IS NOT NULL) AS totp,
       ARRAY(SELECT issuer FROM identities WHERE person_id = $1) AS issuers`,
    [personId],
  );
  return row ?? { passkeys: 0, password: false, totp: false, issuers: [] };
}

export async function selectPasswordChange(sql: Sql, personId: string): Promise<Date | undefined> {
  const [row] = await sql.query<{ changed_at: Date }>("SELECT changed_at FROM passwords WHERE person_id = $1", [
    personId,
  ]);
  return row?.changed_at;
}

export interface IdentityRow {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly made_at: Date;
}

export async function selectIdentities(sql: Sql, personId: string): Promise<IdentityRow[]> {
  return sql.query<IdentityRow>(
    "SELECT issuer, subject, email, made_at FROM identities WHERE person_id = $1 ORDER BY made_at, issuer, subject",
    [personId],
  );
}

export async function selectPasswordHash(sql: Sql, personId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ hash: string }>("SELECT hash FROM passwords WHERE person_id = $1", [personId]);
  return row?.hash;
}
