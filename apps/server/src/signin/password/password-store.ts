import type { Sql } from "@khoj/db";

export interface Account {
  readonly person_id: string | null;
  readonly hash: string | null;
}

/** The account of an address, with nulls where there is none: the same statement for everybody. */
export async function selectAccount(query: Sql["query"], email: string): Promise<Account> {
  const [row] = await query<Account>(
    `SELECT person.id AS person_id, passwords.hash FROM (SELECT $1::text AS email) asked
     LEFT JOIN people person ON person.email = asked.email
     LEFT JOIN passwords ON passwords.person_id = person.id`,
    [email],
  );
  return row ?? { person_id: null, hash: null };
}

export async function selectPasswordHash(sql: Sql, personId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ hash: string }>("SELECT hash FROM passwords WHERE person_id = $1", [personId]);
  return row?.hash;
}

export async function selectPasswordChange(sql: Sql, personId: string): Promise<Date | undefined> {
  const [row] = await sql.query<{ changed_at: Date }>("SELECT changed_at FROM passwords WHERE person_id = $1", [
    personId,
  ]);
  return row?.changed_at;
}

export async function upsertPassword(sql: Sql, personId: string, hash: string): Promise<void> {
  await sql.execute(
    `INSERT INTO passwords (person_id, hash) VALUES ($1, $2)
     ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, changed_at = now()`,
    [personId, hash],
  );
}

export async function deletePassword(sql: Sql, personId: string): Promise<boolean> {
  return (await sql.execute("DELETE FROM passwords WHERE person_id = $1", [personId])) === 1;
}
