import type { Sql } from "@khoj/db";

export interface StoredText {
  readonly id: string;
  readonly file_name: string;
  readonly origin: string;
  readonly file_type: string;
  readonly state: string;
  readonly reason: string | null;
  readonly title: string | null;
  readonly tags: readonly string[];
  readonly classification: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly text: string | null;
}

/** The documents after that of id `after`, by id. */
export async function pageTexts(
  sql: Sql,
  spaceId: string,
  after: string | undefined,
  limit: number,
): Promise<StoredText[]> {
  return sql.query<StoredText>(
    `SELECT id, file_name, origin, file_type, state, reason, title, tags, classification, created_at, updated_at, text
     FROM documents WHERE space_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
    [spaceId, after ?? null, limit],
  );
}

export interface StoredOriginal {
  readonly content: Buffer;
  readonly mime_type: string;
}

export async function selectOriginal(
  sql: Sql,
  spaceId: string,
  documentId: string,
): Promise<StoredOriginal | undefined> {
  const [row] = await sql.query<StoredOriginal>(
    "SELECT content, mime_type FROM originals WHERE space_id = $1 AND document_id = $2",
    [spaceId, documentId],
  );
  return row;
}
