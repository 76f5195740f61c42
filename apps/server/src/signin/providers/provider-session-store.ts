import type { Sql } from "@khoj/db";

export interface EndedSession {
  readonly id: string;
  readonly email: string;
}

/** Ends the sessions that came by a provider: of one session there, else of everybody it calls `subject`. */
export async function deleteSessionsOfProvider(
  sql: Sql,
  said: { readonly issuer: string; readonly subject: string | undefined; readonly session: string | undefined },
): Promise<EndedSession[]> {
  return sql.query<{ id: string; email: string }>(
    `DELETE FROM sessions session USING people person
     WHERE person.id = session.person_id AND session.issuer = $1
       AND ($2::text IS NULL OR session.subject = $2) AND ($3::text IS NULL OR session.provider_session = $3)
       AND ($2::text IS NOT NULL OR $3::text IS NOT NULL)
     RETURNING session.id, person.email`,
    [said.issuer, said.subject ?? null, said.session ?? null],
  );
}

/** The provider said that they still belong to it: their sessions go on, but never beyond what any session may. */
export async function prolongSessionsOfProvider(
  sql: Sql,
  { issuer, subject }: { readonly issuer: string; readonly subject: string },
  seconds: { readonly bounded: number; readonly absolute: number },
): Promise<void> {
  await sql.execute(
    `UPDATE sessions SET expires_at = least(now() + $3 * interval '1 second', made_at + $4 * interval '1 second')
     WHERE issuer = $1 AND subject = $2 AND expires_at > now()`,
    [issuer, subject, seconds.bounded, seconds.absolute],
  );
}
