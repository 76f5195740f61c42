import type { Sql } from "@khoj/db";

export type SpaceRole = "owner" | "editor" | "reader";

export interface StoredSpace {
  readonly id: string;
  readonly name: string;
  readonly kind: "personal" | "shared";
  readonly role: SpaceRole;
}

export interface ListedSpace extends StoredSpace {
  readonly owner: string;
  readonly members: number;
  readonly made_at: Date;
}

const columns = `space.id, space.name, space.kind, owner.email AS owner, space.created_at AS made_at,
  (SELECT count(*)::int FROM memberships all_of WHERE all_of.space_id = space.id) AS members`;

/** The spaces of a person among `spaceIds`, their own first. */
export async function selectSpaces(sql: Sql, personId: string, spaceIds: readonly string[]): Promise<ListedSpace[]> {
  return sql.query<ListedSpace>(
    `SELECT ${columns}, membership.role FROM memberships membership
     JOIN spaces space ON space.id = membership.space_id JOIN people owner ON owner.id = space.owner_id
     WHERE membership.person_id = $1 AND space.id = ANY($2::uuid[])
     ORDER BY (space.kind = 'personal' AND space.owner_id = $1) DESC, lower(space.name), space.id`,
    [personId, spaceIds],
  );
}

/** Readable documents of each space named; for inside a transaction that sees them. */
export async function countDocuments(sql: Sql, spaceIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.query<{ space_id: string; count: number }>(
    `SELECT space_id, count(*)::int AS count FROM documents
     WHERE space_id = ANY($1::uuid[]) AND state IN ('indexed', 'partly') GROUP BY space_id`,
    [spaceIds],
  );
  return new Map(rows.map((row) => [row.space_id, row.count]));
}

/** The space with the person's role in it, locked until the transaction ends. */
export async function lockSpace(sql: Sql, spaceId: string, personId: string): Promise<StoredSpace | undefined> {
  const [row] = await sql.query<StoredSpace>(
    `SELECT space.id, space.name, space.kind, membership.role FROM spaces space
     JOIN memberships membership ON membership.space_id = space.id AND membership.person_id = $2
     WHERE space.id = $1 FOR UPDATE OF space`,
    [spaceId, personId],
  );
  return row;
}

export async function insertSharedSpace(sql: Sql, space: { id: string; name: string; ownerId: string }): Promise<void> {
  await sql.execute("INSERT INTO spaces (id, kind, name, owner_id) VALUES ($1, 'shared', $2, $3)", [
    space.id,
    space.name,
    space.ownerId,
  ]);
  await upsertMember(sql, space.id, space.ownerId, "owner");
}

export async function updateSpaceName(sql: Sql, id: string, name: string): Promise<void> {
  await sql.execute("UPDATE spaces SET name = $2 WHERE id = $1", [id, name]);
}

export interface Member {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: SpaceRole;
}

export async function selectMembers(sql: Sql, spaceId: string): Promise<Member[]> {
  return sql.query<Member>(
    `SELECT person.id, person.email, person.name, membership.role FROM memberships membership
     JOIN people person ON person.id = membership.person_id WHERE membership.space_id = $1
     ORDER BY array_position(ARRAY['owner', 'editor', 'reader'], membership.role), lower(person.email)`,
    [spaceId],
  );
}

/** How many spaces a person is in. */
export async function countSpacesOf(sql: Sql, personId: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM memberships WHERE person_id = $1",
    [personId],
  );
  return row?.count ?? 0;
}

export async function upsertMember(sql: Sql, spaceId: string, personId: string, role: SpaceRole): Promise<void> {
  await sql.execute(
    `INSERT INTO memberships (space_id, person_id, role) VALUES ($1, $2, $3)
     ON CONFLICT (space_id, person_id) DO UPDATE SET role = excluded.role`,
    [spaceId, personId, role],
  );
}

export async function deleteMember(sql: Sql, spaceId: string, personId: string): Promise<boolean> {
  const gone = await sql.execute("DELETE FROM memberships WHERE space_id = $1 AND person_id = $2", [spaceId, personId]);
  return gone > 0;
}

/** The space stands in the name of one of its owners; when that one goes, of another. */
export async function settleOwner(sql: Sql, spaceId: string): Promise<void> {
  await sql.execute(
    `UPDATE spaces SET owner_id = heir.person_id FROM (
       SELECT person_id FROM memberships WHERE space_id = $1 AND role = 'owner' ORDER BY person_id LIMIT 1) AS heir
     WHERE spaces.id = $1 AND NOT EXISTS (
       SELECT 1 FROM memberships WHERE space_id = $1 AND role = 'owner' AND person_id = spaces.owner_id)`,
    [spaceId],
  );
}
