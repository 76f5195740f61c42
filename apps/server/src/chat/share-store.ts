import { createHash } from "node:crypto";
import type { ChatMessage } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { storableJson } from "./message-store.ts";
import type { Owner } from "./owner.ts";

/** A copy of a conversation that anybody with its address may read. */
export interface Share {
  readonly id: string;
  readonly personId: string;
  readonly title: string;
  readonly messages: readonly ChatMessage[];
}

export interface NewShare extends Pick<Share, "id" | "title" | "messages"> {
  readonly conversationId: string;
  readonly slug: string;
  /** Spaces of others that it quotes. */
  readonly quotedSpaces: readonly string[];
}

const hashOf = (slug: string): Buffer => createHash("sha256").update(slug).digest();

export async function insertShare(sql: Sql, owner: Owner, share: NewShare): Promise<void> {
  await sql.execute(
    `INSERT INTO shares (space_id, person_id, id, conversation_id, slug, title, messages, quoted_spaces)
     VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)`,
    [
      owner.spaceId,
      owner.personId,
      share.id,
      share.conversationId,
      share.slug,
      share.title,
      storableJson(share.messages),
      share.quotedSpaces,
    ],
  );
  await sql.execute("INSERT INTO share_links (address_hash, space_id, share_id) VALUES ($1, $2, $3)", [
    hashOf(share.slug),
    owner.spaceId,
    share.id,
  ]);
}

/** In which space the copy behind an address lies. The one look-up that needs no space: the table holds no content. */
export async function findShareLink(
  sql: Sql,
  slug: string,
): Promise<{ readonly spaceId: string; readonly shareId: string } | undefined> {
  const [row] = await sql.query<{ space_id: string; share_id: string }>(
    "SELECT space_id, share_id FROM share_links WHERE address_hash = $1",
    [hashOf(slug)],
  );
  return row && { spaceId: row.space_id, shareId: row.share_id };
}

/**
 * Undefined while the conversation is in the trash, since what its owner threw away is not shown to others, and when who
 * shared it was sent out or may not read any more what it quotes.
 */
export async function findShare(sql: Sql, spaceId: string, shareId: string): Promise<Share | undefined> {
  const [row] = await sql.query<{ id: string; person_id: string; title: string; messages: ChatMessage[] }>(
    `SELECT s.id, s.person_id, s.title, s.messages FROM shares s
     JOIN conversations c ON c.space_id = s.space_id AND c.id = s.conversation_id
     WHERE s.space_id = $1 AND s.id = $2 AND c.trashed_at IS NULL
       AND EXISTS (SELECT 1 FROM people p WHERE p.id = s.person_id AND p.state = 'active')
       AND s.quoted_spaces <@ ARRAY(SELECT m.space_id FROM memberships m WHERE m.person_id = s.person_id)`,
    [spaceId, shareId],
  );
  return row && { id: row.id, personId: row.person_id, title: row.title, messages: row.messages };
}

/** Takes the address away; false when it is not this person's. */
export async function deleteShare(sql: Sql, owner: Owner, shareId: string): Promise<boolean> {
  const count = await sql.execute("DELETE FROM shares WHERE space_id = $1 AND person_id = $2 AND id = $3", [
    owner.spaceId,
    owner.personId,
    shareId,
  ]);
  return count > 0;
}
