import type { Sql } from "@khoj/db";
import type { ProviderClaims } from "./provider-claims.ts";

type Named = Pick<ProviderClaims, "issuer" | "subject">;

/** Two sign-ins of the same account at the same moment make one person, not two. */
export async function lockIdentity(sql: Sql, { issuer, subject }: Named): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 5464659))", [`${issuer} ${subject}`]);
}

export interface IdentityOwner {
  readonly person_id: string;
  /** The role this provider gave them, and may take back. */
  readonly gave_admin: boolean;
}

export async function selectIdentity(sql: Sql, { issuer, subject }: Named): Promise<IdentityOwner | undefined> {
  const [row] = await sql.query<IdentityOwner & Record<string, unknown>>(
    "SELECT person_id, gave_admin FROM identities WHERE issuer = $1 AND subject = $2",
    [issuer, subject],
  );
  return row;
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

/** False when the account is somebody's already. */
export async function insertIdentity(sql: Sql, claims: ProviderClaims, personId: string): Promise<boolean> {
  const made = await sql.execute(
    "INSERT INTO identities (issuer, subject, person_id, email) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    [claims.issuer, claims.subject, personId, claims.email ?? null],
  );
  return made === 1;
}

export async function markIdentityUsed(sql: Sql, { issuer, subject, email }: ProviderClaims): Promise<void> {
  await sql.execute(
    "UPDATE identities SET used_at = now(), email = coalesce($3, email) WHERE issuer = $1 AND subject = $2",
    [issuer, subject, email ?? null],
  );
}

export async function updateGaveAdmin(sql: Sql, { issuer, subject }: Named, gave: boolean): Promise<void> {
  await sql.execute("UPDATE identities SET gave_admin = $3 WHERE issuer = $1 AND subject = $2", [
    issuer,
    subject,
    gave,
  ]);
}

export async function deleteIdentity(sql: Sql, personId: string, { issuer, subject }: Named): Promise<boolean> {
  const gone = await sql.execute("DELETE FROM identities WHERE person_id = $1 AND issuer = $2 AND subject = $3", [
    personId,
    issuer,
    subject,
  ]);
  return gone === 1;
}

export async function updateAskedAt(sql: Sql, { issuer, subject }: Named): Promise<void> {
  await sql.execute("UPDATE identities SET asked_at = now() WHERE issuer = $1 AND subject = $2", [issuer, subject]);
}

/** Accounts with a living session whose provider was not asked for an hour: each to one node. */
export async function claimStaleIdentities(
  sql: Sql,
  issuer: string,
): Promise<(Named & { readonly personId: string })[]> {
  return sql.query<{ issuer: string; subject: string; personId: string }>(
    `UPDATE identities identity SET asked_at = now()
     WHERE issuer = $1 AND coalesce(asked_at < now() - interval '1 hour', true) AND EXISTS (
       SELECT 1 FROM sessions WHERE sessions.issuer = identity.issuer AND sessions.subject = identity.subject
         AND expires_at > now())
     RETURNING issuer, subject, person_id AS "personId"`,
    [issuer],
  );
}
