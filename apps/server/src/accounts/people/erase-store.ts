import type { Sql } from "@khoj/db";

/** A space that goes with a person, or that they would leave without anybody to look after it. */
export interface OwnedSpace {
  readonly id: string;
  readonly kind: "personal" | "shared";
  readonly name: string;
  /** Members besides them. */
  readonly others: number;
  /** Another member who owns it, too. */
  readonly heir: string | null;
  /** Who would look after it if nobody else owns it: of the others an editor before a reader, the one longest here. */
  readonly successor: string | null;
}

/** The spaces a person owns, locked until the transaction ends. */
export async function lockOwnedSpaces(sql: Sql, personId: string): Promise<OwnedSpace[]> {
  return sql.query<OwnedSpace>(
    `SELECT space.id, space.kind, space.name,
       (SELECT count(*)::int FROM memberships other WHERE other.space_id = space.id AND other.person_id <> $1) AS others,
       (SELECT other.person_id FROM memberships other JOIN people heir ON heir.id = other.person_id
        WHERE other.space_id = space.id AND other.person_id <> $1 AND other.role = 'owner' AND heir.state = 'active'
        ORDER BY other.person_id LIMIT 1) AS heir,
       (SELECT other.person_id FROM memberships other JOIN people heir ON heir.id = other.person_id
        WHERE other.space_id = space.id AND other.person_id <> $1 AND heir.state = 'active'
        ORDER BY array_position(ARRAY['owner', 'editor', 'reader'], other.role), heir.created_at, heir.id LIMIT 1
       ) AS successor
     FROM spaces space WHERE space.owner_id = $1 OR EXISTS (
       SELECT 1 FROM memberships own WHERE own.space_id = space.id AND own.person_id = $1 AND own.role = 'owner')
     ORDER BY space.id FOR UPDATE OF space`,
    [personId],
  );
}

/** Makes `to` an owner of the space, and the one it stands in the name of if that was `personId`. */
export async function giveSpace(sql: Sql, id: string, personId: string, to: string): Promise<void> {
  await sql.execute("UPDATE memberships SET role = 'owner' WHERE space_id = $1 AND person_id = $2", [id, to]);
  await sql.execute("UPDATE spaces SET owner_id = $2 WHERE id = $1 AND owner_id = $3", [id, to, personId]);
}

/**
 * Removes spaces with everything in them, in a transaction that sees their content. They are locked first, so that
 * nothing is written to them meanwhile; chunks, vectors, pages and originals refer to no space and do not go by themselves.
 */
export async function eraseSpaces(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.query("SELECT 1 FROM spaces WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE", [ids]);
  await sql.execute("DELETE FROM chunks WHERE space_id = ANY($1::uuid[])", [ids]);
  await sql.execute("DELETE FROM vectors WHERE space_id = ANY($1::uuid[])", [ids]);
  await sql.execute("DELETE FROM pages WHERE space_id = ANY($1::uuid[])", [ids]);
  await sql.execute("DELETE FROM originals WHERE space_id = ANY($1::uuid[])", [ids]);
  await sql.execute("DELETE FROM spaces WHERE id = ANY($1::uuid[])", [ids]);
}

/** The person's rows, and the secrets that are kept under their id and not by reference: TOTP seeds, a provider's word. */
export async function erasePerson(sql: Sql, personId: string): Promise<void> {
  await sql.execute("DELETE FROM sealed_secrets WHERE name = ANY($1) OR starts_with(name, $2)", [
    [`totp/${personId}`, `totp-offer/${personId}`],
    `oidc-refresh/${personId}/`,
  ]);
  await sql.execute("DELETE FROM people WHERE id = $1", [personId]);
}

/** Everything by which somebody is in, or on the way in. */
export async function endEveryWayIn(sql: Sql, personId: string): Promise<void> {
  await sql.execute("DELETE FROM sessions WHERE person_id = $1", [personId]);
  await sql.execute("DELETE FROM sign_in_flows WHERE person_id = $1", [personId]);
  await sql.execute("DELETE FROM sign_in_links WHERE person_id = $1 AND spent_at IS NULL", [personId]);
}
