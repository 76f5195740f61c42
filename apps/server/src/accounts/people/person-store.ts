import type { Sql } from "@khoj/db";
import type { SpaceAccess } from "../../platform/actor.ts";
import { anonymousPerson, type Person, type PersonState, type Role } from "./person.ts";

const columns = `id, email, username, name, phone, role, state, email_verified_at, recovery_saved_at, created_at, last_seen_at`;

export async function selectPerson(sql: Sql, id: string): Promise<Person | undefined> {
  const [row] = await sql.query<Person>(`SELECT ${columns} FROM people WHERE id = $1`, [id]);
  return row;
}

/** The same, held until the transaction ends: for who changes what depends on it. */
export async function lockPerson(sql: Sql, id: string): Promise<Person | undefined> {
  const [row] = await sql.query<Person>(`SELECT ${columns} FROM people WHERE id = $1 FOR UPDATE`, [id]);
  return row;
}

export async function selectPersonByEmail(sql: Sql, email: string): Promise<Person | undefined> {
  const [row] = await sql.query<Person>(`SELECT ${columns} FROM people WHERE email = $1`, [email]);
  return row;
}

export async function selectPersonByUsername(sql: Sql, username: string): Promise<Person | undefined> {
  const [row] = await sql.query<Person>(`SELECT ${columns} FROM people WHERE username = $1`, [username]);
  return row;
}

export interface NewPerson {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly state: PersonState;
  readonly role: Role;
}

/** Does nothing when somebody of that name or address exists, so that two starts at once make one person. */
export async function insertPerson(sql: Sql, person: NewPerson): Promise<boolean> {
  const made = await sql.execute(
    `INSERT INTO people (id, username, email, state, role) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [person.id, person.username, person.email, person.state, person.role],
  );
  return made === 1;
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

/** The spaces a person may read, the own one first, as JSON: joined into what looks up who is asking. */
export const spacesOfPerson = `(SELECT coalesce(json_agg(json_build_object('id', space.id, 'role', membership.role)
    ORDER BY (space.kind = 'personal' AND space.owner_id = person.id) DESC, space.created_at, space.id), '[]')
  FROM memberships membership JOIN spaces space ON space.id = membership.space_id WHERE membership.person_id = person.id)`;

export async function updateState(sql: Sql, id: string, state: PersonState): Promise<void> {
  await sql.execute("UPDATE people SET state = $2 WHERE id = $1", [id, state]);
}

export async function updateRole(sql: Sql, id: string, role: Role): Promise<void> {
  await sql.execute("UPDATE people SET role = $2 WHERE id = $1", [id, role]);
}

export async function markVerified(sql: Sql, id: string): Promise<void> {
  await sql.execute("UPDATE people SET email_verified_at = coalesce(email_verified_at, now()) WHERE id = $1", [id]);
}

/** The person of anonymous mode becomes somebody: all that is theirs stays where it is. */
export async function renameAnonymous(sql: Sql, email: string): Promise<string | undefined> {
  const [row] = await sql.query<{ id: string }>(
    `UPDATE people SET username = $1, email = $1, role = 'admin', state = 'active'
     WHERE username = $2 RETURNING id`,
    [email, anonymousPerson.username],
  );
  return row?.id;
}

/** With everything that refers to them. */
export async function deletePersonRow(sql: Sql, id: string): Promise<void> {
  await sql.execute("DELETE FROM people WHERE id = $1", [id]);
}

export async function deleteKeysOf(sql: Sql, personId: string): Promise<void> {
  await sql.execute("DELETE FROM api_keys WHERE person_id = $1", [personId]);
}

/** Whoever changes who administers takes this lock first, so that two cannot each remove the other. */
export async function lockAdministration(sql: Sql): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(5464657)");
}

export async function countAdministrators(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM people WHERE role = 'admin' AND state = 'active'",
  );
  return row?.count ?? 0;
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

/** The own space of the administrator who was first. */
export async function selectFirstHome(sql: Sql): Promise<string | undefined> {
  const [row] = await sql.query<{ id: string }>(
    `SELECT space.id FROM people person JOIN spaces space ON space.owner_id = person.id AND space.kind = 'personal'
     WHERE person.role = 'admin' ORDER BY (person.state = 'active') DESC, person.created_at, person.id LIMIT 1`,
  );
  return row?.id;
}
