import type { Sql } from "@khoj/db";
import type { Transfer } from "./transfer-files.ts";

export interface Transferable {
  readonly id: string;
  readonly fileName: string;
  readonly origin: string;
  /** The other space has one of this name. */
  readonly isTaken: boolean;
}

/** The files meant, the newest of each name first. */
export async function listTransferable(sql: Sql, { from, to, fileNames }: Transfer): Promise<readonly Transferable[]> {
  const rows = await sql.query<{ id: string; file_name: string; origin: string; taken: boolean }>(
    `SELECT d.id, d.file_name, d.origin,
       EXISTS (SELECT 1 FROM documents o WHERE o.space_id = $2 AND o.file_name = d.file_name) AS taken
     FROM documents d WHERE d.space_id = $1 AND d.file_name = ANY($3::text[]) ORDER BY d.updated_at DESC, d.id`,
    [from, to, fileNames],
  );
  return rows.map((row) => ({ id: row.id, fileName: row.file_name, origin: row.origin, isTaken: row.taken }));
}

export interface Copy {
  readonly from: string;
  readonly to: string;
  readonly ids: readonly string[];
  /** The ids of the copies, in the order of `ids`. */
  readonly copies: readonly string[];
  readonly come: number;
}

/** A copy lives by itself: it was put there by hand, whoever sent the first one. */
export async function copyDocuments(sql: Sql, { from, to, ids, copies, come }: Copy): Promise<void> {
  const pairs = "unnest($3::uuid[], $4::uuid[]) AS pair(old, new)";
  await sql.execute(
    `INSERT INTO documents (space_id, id, origin, source, file_name, file_type, state, reason, title, language, tags,
       classification, fingerprint, content_hash, text, bytes, chunk_count, revision)
     SELECT $2, pair.new, 'web', d.source, d.file_name, d.file_type, d.state, d.reason, d.title, d.language, d.tags,
       d.classification, d.fingerprint, d.content_hash, d.text, d.bytes, d.chunk_count, $5
     FROM documents d JOIN ${pairs} ON pair.old = d.id WHERE d.space_id = $1`,
    [from, to, ids, copies, come],
  );
  await sql.execute(
    `INSERT INTO chunks (space_id, document_id, ordinal, text, start_offset, end_offset, section_start, line, page,
       headings, tags, dates)
     SELECT $2, pair.new, c.ordinal, c.text, c.start_offset, c.end_offset, c.section_start, c.line, c.page, c.headings,
       c.tags, c.dates
     FROM chunks c JOIN ${pairs} ON pair.old = c.document_id WHERE c.space_id = $1`,
    [from, to, ids, copies],
  );
  await sql.execute(
    `INSERT INTO originals (space_id, document_id, mime_type, content, parser_version)
     SELECT $2, pair.new, o.mime_type, o.content, o.parser_version
     FROM originals o JOIN ${pairs} ON pair.old = o.document_id WHERE o.space_id = $1`,
    [from, to, ids, copies],
  );
  await sql.execute(
    `INSERT INTO pages (space_id, document_id, page, start_offset, end_offset, width, height, words)
     SELECT $2, pair.new, p.page, p.start_offset, p.end_offset, p.width, p.height, p.words
     FROM pages p JOIN ${pairs} ON pair.old = p.document_id WHERE p.space_id = $1`,
    [from, to, ids, copies],
  );
}
