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
