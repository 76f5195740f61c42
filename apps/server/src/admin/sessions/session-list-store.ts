import type { Sql } from "@khoj/db";

export interface ListedSession {
  readonly id: string;
  readonly user: string;
  readonly email: string;
  readonly agent: string | null;
  readonly address: string | null;
  readonly methods: string[];
  readonly strong: boolean;
  readonly made_at: Date;
  readonly used_at: Date;
  readonly expires_at: Date;
}

const living = `FROM sessions session JOIN people person ON person.id = session.person_id
  WHERE session.expires_at > now() AND session.used_at + session.idle_seconds * interval '1 second' > now()
    AND ($1 = '' OR strpos(person.email, $1) > 0 OR starts_with(host(session.address), $1) OR person.id::text = $1)`;

export async function selectSessions(
  sql: Sql,
  words: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<ListedSession[]> {
  return sql.query<ListedSession>(
    `SELECT session.id, session.person_id AS user, person.email, session.agent, host(session.address) AS address,
       session.methods, session.strong, session.made_at, session.used_at, session.expires_at
     ${living} ORDER BY session.used_at DESC, session.id LIMIT $2 OFFSET $3`,
    [words, limit, offset],
  );
}

export async function countSessions(sql: Sql, words: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(`SELECT count(*)::int AS count ${living}`, [words]);
  return row?.count ?? 0;
}
