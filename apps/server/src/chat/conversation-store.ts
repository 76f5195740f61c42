import type { Sql } from "@khoj/db";
import type { Owner } from "./owner.ts";

export interface Conversation {
  readonly id: string;
  /** What the person named it. */
  readonly title: string | undefined;
  /** Made from the first question. */
  readonly slug: string | undefined;
  readonly fileFilters: readonly string[];
  /** The one space its answers draw on; undefined: all the person may read. */
  readonly about: string | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface Row {
  id: string;
  title: string | null;
  slug: string | null;
  file_filters: string[];
  about_space: string | null;
  created_at: Date;
  updated_at: Date;
}

const columns = "c.id, c.title, c.slug, c.file_filters, c.about_space, c.created_at, c.updated_at";
const mine = "c.space_id = $1 AND c.person_id = $2 AND c.trashed_at IS NULL";

/** This moment, or just after the person's last one when the clock was set back: what was said last comes first. */
const afterAll = `greatest(clock_timestamp(), (SELECT max(o.updated_at) + interval '1 microsecond' FROM conversations o
  WHERE o.space_id = $1 AND o.person_id = $2))`;

const toConversation = (row: Row): Conversation => ({
  id: row.id,
  title: row.title ?? undefined,
  slug: row.slug ?? undefined,
  fileFilters: row.file_filters,
  about: row.about_space ?? undefined,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

export async function insertConversation(
  sql: Sql,
  owner: Owner,
  id: string,
  { title, nextPosition = 0, about }: { title?: string; nextPosition?: number; about?: string | undefined } = {},
): Promise<void> {
  await sql.execute(
    `INSERT INTO conversations (space_id, person_id, id, title, next_position, about_space, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, ${afterAll})`,
    [owner.spaceId, owner.personId, id, title ?? null, nextPosition, about ?? null],
  );
}

/** Undefined for an unknown id, a malformed one, another person's and one in the trash: nobody learns which. */
export async function findConversation(sql: Sql, owner: Owner, id: string): Promise<Conversation | undefined> {
  const [row] = await sql.query<Row>(
    `SELECT ${columns} FROM conversations c WHERE ${mine} AND c.id::text = lower($3)`,
    [owner.spaceId, owner.personId, id],
  );
  return row && toConversation(row);
}

export async function findLatestConversation(sql: Sql, owner: Owner): Promise<Conversation | undefined> {
  const [row] = await listConversations(sql, owner, { limit: 1 });
  return row;
}

export async function findConversationByTitle(
  sql: Sql,
  owner: Owner,
  title: string,
): Promise<Conversation | undefined> {
  const [row] = await sql.query<Row>(
    `SELECT ${columns} FROM conversations c WHERE ${mine} AND c.title = $3 ORDER BY c.updated_at DESC, c.id LIMIT 1`,
    [owner.spaceId, owner.personId, title],
  );
  return row && toConversation(row);
}

/** Newest first by last message. */
export async function listConversations(
  sql: Sql,
  owner: Owner,
  { limit }: { readonly limit: number | undefined },
): Promise<readonly Conversation[]> {
  const rows = await sql.query<Row>(
    `SELECT ${columns} FROM conversations c WHERE ${mine} ORDER BY c.updated_at DESC, c.id LIMIT $3`,
    [owner.spaceId, owner.personId, limit ?? null],
  );
  return rows.map(toConversation);
}

/** By the day of creation, which never changes: pages neither overlap nor leave out what was there from the start. */
export async function pageConversations(
  sql: Sql,
  owner: Owner,
  page: { readonly offset: number; readonly limit: number },
): Promise<readonly Conversation[]> {
  const rows = await sql.query<Row>(
    `SELECT ${columns} FROM conversations c WHERE ${mine} ORDER BY c.created_at DESC, c.id LIMIT $3 OFFSET $4`,
    [owner.spaceId, owner.personId, page.limit, page.offset],
  );
  return rows.map(toConversation);
}

export async function countConversations(sql: Sql, owner: Owner): Promise<number> {
  const [row] = await sql.query<{ count: string }>(`SELECT count(*) AS count FROM conversations c WHERE ${mine}`, [
    owner.spaceId,
    owner.personId,
  ]);
  return Number(row?.count ?? 0);
}

/** False when there is no such conversation. Undefined takes the name away. */
export async function setTitle(sql: Sql, owner: Owner, id: string, title: string | undefined): Promise<boolean> {
  const count = await sql.execute(`UPDATE conversations c SET title = $4 WHERE ${mine} AND c.id::text = lower($3)`, [
    owner.spaceId,
    owner.personId,
    id,
    title ?? null,
  ]);
  return count > 0;
}

/** The name a conversation has by itself; the person's own stands before it. */
export async function setSlug(sql: Sql, owner: Owner, id: string, slug: string): Promise<void> {
  await sql.execute(`UPDATE conversations c SET slug = $4 WHERE ${mine} AND c.id::text = lower($3)`, [
    owner.spaceId,
    owner.personId,
    id,
    slug,
  ]);
}

export async function setFileFilters(sql: Sql, owner: Owner, id: string, fileNames: readonly string[]): Promise<void> {
  await sql.execute(`UPDATE conversations c SET file_filters = $4 WHERE ${mine} AND c.id = $3`, [
    owner.spaceId,
    owner.personId,
    id,
    fileNames,
  ]);
}

/** Takes the next two positions, for a question and its answer. Undefined when the conversation is gone. */
export async function takePositions(sql: Sql, owner: Owner, id: string, slug: string): Promise<number | undefined> {
  const [row] = await sql.query<{ position: number }>(
    `UPDATE conversations c SET next_position = next_position + 2, updated_at = ${afterAll}, slug = coalesce(c.slug, $4)
     WHERE ${mine} AND c.id = $3 RETURNING c.next_position - 2 AS position`,
    [owner.spaceId, owner.personId, id, slug],
  );
  return row?.position;
}
