import type { Sql } from "@khoj/db";
import type { SpaceAccess } from "../platform/actor.ts";

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly username: string;
}

export async function findPerson(sql: Sql, username: string): Promise<Person | undefined> {
  const [row] = await sql.query<Person>("SELECT id, email, username FROM people WHERE username = $1", [username]);
  return row;
}

/** Does nothing when somebody of that name exists, so that two starts at once make one person. */
export async function insertPerson(sql: Sql, person: Person): Promise<void> {
  await sql.execute("INSERT INTO people (id, username, email) VALUES ($1, $2, $3) ON CONFLICT (username) DO NOTHING", [
    person.id,
    person.username,
    person.email,
  ]);
}

export async function insertPersonalSpace(sql: Sql, id: string, ownerId: string): Promise<void> {
  await sql.execute(
    "INSERT INTO spaces (id, kind, name, owner_id) VALUES ($1, 'personal', 'Personal', $2) ON CONFLICT DO NOTHING",
    [id, ownerId],
  );
  await sql.execute(
    `INSERT INTO memberships (space_id, person_id, role)
     SELECT id, owner_id, 'owner' FROM spaces WHERE owner_id = $1 AND kind = 'personal' ON CONFLICT DO NOTHING`,
    [ownerId],
  );
}

/** The spaces a person may read, the own one first. */
export async function listSpaces(sql: Sql, personId: string): Promise<SpaceAccess[]> {
  return sql.query<{ id: string; role: SpaceAccess["role"] }>(
    `SELECT space.id, membership.role FROM memberships membership JOIN spaces space ON space.id = membership.space_id
     WHERE membership.person_id = $1
     ORDER BY (space.kind = 'personal' AND space.owner_id = $1) DESC, space.created_at, space.id`,
    [personId],
  );
}

export async function readName(sql: Sql, personId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ name: string | null }>("SELECT name FROM people WHERE id = $1", [personId]);
  return row?.name ?? undefined;
}

export async function updateName(sql: Sql, personId: string, name: string | undefined): Promise<void> {
  await sql.execute("UPDATE people SET name = $2 WHERE id = $1", [personId, name ?? null]);
}

export async function readPreference(sql: Sql, personId: string, name: string): Promise<unknown> {
  const [row] = await sql.query<{ value: unknown }>(
    "SELECT value FROM person_settings WHERE person_id = $1 AND name = $2",
    [personId, name],
  );
  return row?.value;
}

export async function upsertPreference(sql: Sql, personId: string, name: string, value: unknown): Promise<void> {
  await sql.execute(
    `INSERT INTO person_settings (person_id, name, value) VALUES ($1, $2, $3::jsonb)
     ON CONFLICT (person_id, name) DO UPDATE SET value = excluded.value`,
    [personId, name, JSON.stringify(value)],
  );
}
