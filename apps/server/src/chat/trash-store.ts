import type { Sql } from "@khoj/db";
import type { Owner } from "./owner.ts";

export interface Trashed {
  readonly id: string;
  readonly name: string | undefined;
  readonly messages: number;
  readonly trashedAt: Date;
  readonly expiresAt: Date;
}

/** How long the trash keeps (ours.md §4). */
const kept = "interval '7 days'";
const mine = "c.space_id = $1 AND c.person_id = $2 AND ($3::text IS NULL OR c.id::text = lower($3))";
const inTrash = `c.trashed_at IS NOT NULL AND c.trashed_at > now() - ${kept}`;
const noMessages = "NOT EXISTS (SELECT 1 FROM messages m WHERE m.space_id = c.space_id AND m.conversation_id = c.id)";

/** Puts one conversation, or all of them, into the trash. Empty ones leave nothing to keep. */
export async function trashConversations(sql: Sql, owner: Owner, id: string | undefined): Promise<number> {
  const values = [owner.spaceId, owner.personId, id ?? null];
  const empty = await sql.execute(
    `DELETE FROM conversations c WHERE ${mine} AND c.trashed_at IS NULL AND ${noMessages}`,
    values,
  );
  const trashed = await sql.execute(
    `UPDATE conversations c SET trashed_at = now() WHERE ${mine} AND c.trashed_at IS NULL`,
    values,
  );
  return empty + trashed;
}

export async function listTrash(sql: Sql, owner: Owner): Promise<readonly Trashed[]> {
  const rows = await sql.query<{
    id: string;
    name: string | null;
    messages: string;
    trashed_at: Date;
    expires_at: Date;
  }>(
    `SELECT c.id, coalesce(c.title, c.slug) AS name, c.trashed_at, c.trashed_at + ${kept} AS expires_at,
       (SELECT count(*) FROM messages m WHERE m.space_id = c.space_id AND m.conversation_id = c.id) AS messages
     FROM conversations c WHERE ${mine} AND ${inTrash} ORDER BY c.trashed_at DESC, c.id`,
    [owner.spaceId, owner.personId, null],
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name ?? undefined,
    messages: Number(row.messages),
    trashedAt: row.trashed_at,
    expiresAt: row.expires_at,
  }));
}

export async function restoreConversations(sql: Sql, owner: Owner, id: string | undefined): Promise<number> {
  return sql.execute(`UPDATE conversations c SET trashed_at = NULL WHERE ${mine} AND ${inTrash}`, [
    owner.spaceId,
    owner.personId,
    id ?? null,
  ]);
}

/** For good: messages and shared copies go with the conversation. */
export async function emptyTrash(sql: Sql, owner: Owner, id: string | undefined): Promise<number> {
  return sql.execute(`DELETE FROM conversations c WHERE ${mine} AND c.trashed_at IS NOT NULL`, [
    owner.spaceId,
    owner.personId,
    id ?? null,
  ]);
}

/** Removes what has been in the trash of these spaces for its time. */
export async function purgeTrash(sql: Sql, spaceIds: readonly string[]): Promise<number> {
  return sql.execute(`DELETE FROM conversations WHERE space_id = ANY($1::uuid[]) AND trashed_at <= now() - ${kept}`, [
    spaceIds,
  ]);
}

export async function listSpaceIds(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.query<{ id: string }>("SELECT id FROM spaces");
  return rows.map((row) => row.id);
}
