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

/** What a person can prove a second time. */
export interface Factors {
  readonly totp: boolean;
  readonly passkey: boolean;
  readonly recovery: boolean;
}

export async function selectFactors(sql: Sql, personId: string): Promise<Factors> {
  const [row] = await sql.query<Factors & Record<string, boolean>>(
    `SELECT EXISTS (SELECT 1 FROM totp WHERE person_id = $1 AND confirmed_at IS NOT NULL) AS totp,
       EXISTS (SELECT 1 FROM passkeys WHERE person_id = $1) AS passkey,
       EXISTS (SELECT 1 FROM recovery_codes WHERE person_id = $1 AND spent_at IS NULL) AS recovery`,
    [personId],
  );
  return row ?? { totp: false, passkey: false, recovery: false };
}
