import type { Sql } from "@khoj/db";
import type { SpaceAccess } from "../../platform/actor.ts";
import { plainAddress } from "../../platform/http/networks.ts";
import type { Role } from "../people/person.ts";
import { spacesOfPerson } from "../people/person-store.ts";

export interface SessionRow {
  readonly id: string;
  readonly person_id: string;
  readonly email: string;
  readonly username: string;
  readonly role: Role;
  readonly strong: boolean;
  readonly elevated: boolean;
  readonly stale: boolean;
  readonly recovery_saved: boolean;
  readonly has_factor: boolean;
  readonly spaces: readonly SpaceAccess[];
}

/** The session behind a token, while it lives and its person is active; one round trip. */
export async function selectSession(query: Sql["query"], tokenHash: Buffer): Promise<SessionRow | undefined> {
  const [row] = await query<SessionRow>(
    `SELECT session.id, person.id AS person_id, person.email, person.username, person.role, session.strong,
       coalesce(session.elevated_until > now(), false) AS elevated,
       session.used_at < now() - least(60, session.idle_seconds / 10) * interval '1 second' AS stale,
       person.recovery_saved_at IS NOT NULL AS recovery_saved,
       (EXISTS (SELECT 1 FROM totp WHERE totp.person_id = person.id AND confirmed_at IS NOT NULL)
         OR EXISTS (SELECT 1 FROM passkeys WHERE passkeys.person_id = person.id)) AS has_factor,
       ${spacesOfPerson} AS spaces
     FROM sessions session JOIN people person ON person.id = session.person_id
     WHERE session.token_hash = $1 AND person.state = 'active' AND session.expires_at > now()
       AND session.used_at + session.idle_seconds * interval '1 second' > now()`,
    [tokenHash],
  );
  return row;
}

export interface NewSession {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly personId: string;
  readonly methods: readonly string[];
  readonly strong: boolean;
  readonly elevatedSeconds: number;
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
  readonly address: string;
  readonly agent: string | undefined;
  readonly provider?:
    | { readonly issuer: string; readonly subject: string; readonly session?: string | undefined }
    | undefined;
}

export async function insertSession(sql: Sql, session: NewSession): Promise<void> {
  await sql.execute(
    `INSERT INTO sessions (id, token_hash, person_id, methods, strong, elevated_until, idle_seconds, expires_at, address,
       agent, issuer, subject, provider_session)
     VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 > 0 THEN now() + $6 * interval '1 second' END, $7,
       now() + $8 * interval '1 second', $9::inet, $10, $11, $12, $13)`,
    [
      session.id,
      session.tokenHash,
      session.personId,
      session.methods,
      session.strong,
      session.elevatedSeconds,
      session.idleSeconds,
      session.absoluteSeconds,
      plainAddress(session.address) ?? null,
      session.agent ?? null,
      session.provider?.issuer ?? null,
      session.provider?.subject ?? null,
      session.provider?.session ?? null,
    ],
  );
  await sql.execute("UPDATE people SET last_seen_at = now() WHERE id = $1", [session.personId]);
}

/** Keeps a session alive that is used, and the list of devices current; about once a minute. */
export async function touchSession(
  query: Sql["query"],
  id: string,
  address: string,
  agent: string | undefined,
): Promise<void> {
  await query(
    `WITH touched AS (
       UPDATE sessions SET used_at = now(), agent = $3,
         address = $2::inet
       WHERE id = $1 RETURNING person_id)
     UPDATE people SET last_seen_at = now() FROM touched WHERE people.id = touched.person_id`,
    [id, plainAddress(address) ?? null, agent ?? null],
  );
}

/** A new token for a session, elevated from now; the old one is dead with the commit. `strong` once given stays. */
export async function rotateSession(
  sql: Sql,
  id: string,
  given: {
    readonly tokenHash: Buffer;
    readonly method: string;
    readonly strong: boolean;
    readonly elevatedSeconds: number;
  },
): Promise<boolean> {
  const rotated = await sql.execute(
    `UPDATE sessions SET token_hash = $2, strong = strong OR $5, elevated_until = now() + $4 * interval '1 second',
       methods = CASE WHEN $3 = ANY(methods) THEN methods ELSE methods || $3 END WHERE id = $1`,
    [id, given.tokenHash, given.method, given.elevatedSeconds, given.strong],
  );
  return rotated === 1;
}

/** The person's other sessions were opened without what guards the account now: they give proof anew for dangerous acts. */
export async function lowerOtherSessions(sql: Sql, personId: string, kept: string): Promise<void> {
  await sql.execute("UPDATE sessions SET elevated_until = NULL WHERE person_id = $1 AND id <> $2", [personId, kept]);
}

export async function deleteSession(sql: Sql, id: string): Promise<string | undefined> {
  const [row] = await sql.query<{ person_id: string }>("DELETE FROM sessions WHERE id = $1 RETURNING person_id", [id]);
  return row?.person_id;
}

/** Ends one session of a person; false when they have none of that id. */
export async function deleteOwnSession(sql: Sql, personId: string, id: string): Promise<boolean> {
  return (await sql.execute("DELETE FROM sessions WHERE id::text = $1 AND person_id = $2", [id, personId])) === 1;
}

/** Whose a session is that was not ended; undefined for what is no session's id. */
export async function findSessionOwner(sql: Sql, id: string): Promise<string | undefined> {
  const [row] = await sql.query<{ email: string }>(
    `SELECT person.email FROM sessions session JOIN people person ON person.id = session.person_id
     WHERE session.id::text = $1`,
    [id],
  );
  return row?.email;
}

/** Sessions that are over tell nobody anything any more. */
export async function deleteOverSessions(query: Sql["query"]): Promise<void> {
  await query(
    "DELETE FROM sessions WHERE expires_at <= now() OR used_at + idle_seconds * interval '1 second' <= now()",
  );
}

/** All sessions of a person but `except`; the ids that ended. */
export async function deleteSessionsOf(sql: Sql, personId: string, except?: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    "DELETE FROM sessions WHERE person_id = $1 AND id IS DISTINCT FROM $2 RETURNING id",
    [personId, except ?? null],
  );
  return rows.map(({ id }) => id);
}

export interface Device {
  readonly id: string;
  readonly person_id: string;
  readonly email: string;
  readonly methods: readonly string[];
  readonly strong: boolean;
  readonly made_at: Date;
  readonly used_at: Date;
  readonly expires_at: Date;
  readonly address: string | null;
  readonly agent: string | null;
}

/** Sessions that live, the one used last first: of a person, or of everybody. */
export async function selectDevices(sql: Sql, personId: string | undefined): Promise<Device[]> {
  return sql.query<Device>(
    `SELECT session.id, session.person_id, person.email, session.methods, session.strong, session.made_at,
       session.used_at, session.expires_at, host(session.address) AS address, session.agent
     FROM sessions session JOIN people person ON person.id = session.person_id
     WHERE ($1::uuid IS NULL OR session.person_id = $1) AND session.expires_at > now()
       AND session.used_at + session.idle_seconds * interval '1 second' > now()
     ORDER BY session.used_at DESC LIMIT 1000`,
    [personId ?? null],
  );
}
