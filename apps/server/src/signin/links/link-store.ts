import type { Sql } from "@khoj/db";

export type LinkPurpose = "sign-in" | "invitation" | "set-up";

export interface LinkRow {
  readonly id: string;
  readonly person_id: string;
  readonly email: string;
  readonly purpose: LinkPurpose;
  readonly admits: boolean;
  readonly resets_factors: boolean;
  readonly asker_hash: Buffer | null;
  readonly expires_at: Date;
  readonly spent: boolean;
  readonly expired: boolean;
}

const columns = `link.id, link.person_id, person.email, link.purpose, link.admits, link.resets_factors, link.asker_hash,
  link.expires_at, link.spent_at IS NOT NULL AS spent, link.expires_at <= now() AS expired`;

export interface NewLink {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly personId: string;
  readonly purpose: LinkPurpose;
  readonly admits: boolean;
  readonly resetsFactors: boolean;
  readonly madeBy: string | undefined;
  readonly seconds: number;
  readonly asker?: { readonly hash: Buffer; readonly codeHash: Buffer } | undefined;
}

export async function insertLink(sql: Sql, link: NewLink): Promise<Date> {
  const [row] = await sql.query<{ expires_at: Date }>(
    `INSERT INTO sign_in_links (id, token_hash, person_id, purpose, admits, resets_factors, made_by, expires_at,
       asker_hash, code_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 second', $9, $10) RETURNING expires_at`,
    [
      link.id,
      link.tokenHash,
      link.personId,
      link.purpose,
      link.admits,
      link.resetsFactors,
      link.madeBy ?? null,
      link.seconds,
      link.asker?.hash ?? null,
      link.asker?.codeHash ?? null,
    ],
  );
  return row?.expires_at ?? new Date();
}

export async function selectLink(query: Sql["query"], tokenHash: Buffer): Promise<LinkRow | undefined> {
  const [row] = await query<LinkRow>(
    `SELECT ${columns} FROM sign_in_links link JOIN people person ON person.id = link.person_id
     WHERE link.token_hash = $1`,
    [tokenHash],
  );
  return row;
}

/** Of any number that spend it at once one gets it: the others wait for its row and find it spent. */
export async function spendLink(sql: Sql, tokenHash: Buffer): Promise<LinkRow | undefined> {
  const [row] = await sql.query<LinkRow>(
    `UPDATE sign_in_links link SET spent_at = now() FROM people person
     WHERE link.token_hash = $1 AND link.spent_at IS NULL AND link.expires_at > now() AND person.id = link.person_id
     RETURNING ${columns}`,
    [tokenHash],
  );
  return row;
}

export interface LiveCode {
  readonly id: string;
  readonly token_hash: Buffer;
  readonly code_hash: Buffer;
}

/** Counts a try at every code of the address that still lives, the one held by the row of the person until the end. */
export async function countCodeTries(sql: Sql, email: string, most: number): Promise<LiveCode[]> {
  await sql.query("SELECT id FROM people WHERE email = $1 FOR UPDATE", [email]);
  return sql.query<LiveCode>(
    `UPDATE sign_in_links link SET code_tries = code_tries + 1 FROM people person
     WHERE person.email = $1 AND link.person_id = person.id AND link.code_hash IS NOT NULL AND link.spent_at IS NULL
       AND link.expires_at > now() AND link.code_tries < $2
     RETURNING link.id, link.token_hash, link.code_hash`,
    [email, most],
  );
}

/** Kept a while after their end, so that a late click hears what happened. */
export async function deleteOldLinks(query: Sql["query"]): Promise<void> {
  await query("DELETE FROM sign_in_links WHERE expires_at < now() - interval '30 days'");
}
