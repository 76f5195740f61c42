import type { FileState, FileType } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import type { FileText, KnownFile, ListedFile, Origin, Original, OriginalVersion } from "./types.ts";

const readable = "d.state IN ('indexed', 'partly')";

export async function findKnown(
  sql: Sql,
  spaceId: string,
  origin: Origin,
  fileNames: readonly string[],
): Promise<readonly KnownFile[]> {
  const rows = await sql.query<{
    file_name: string;
    fingerprint: Buffer | null;
    file_type: FileType;
    state: FileState;
    reason: string | null;
  }>(
    `SELECT file_name, fingerprint, file_type, state, reason FROM documents
     WHERE space_id = $1 AND origin = $2 AND file_name = ANY($3::text[])`,
    [spaceId, origin, fileNames],
  );
  return rows.map((row) => ({
    origin,
    fileName: row.file_name,
    fingerprint: row.fingerprint ?? undefined,
    fileType: row.file_type,
    state: row.state,
    reason: row.reason ?? undefined,
  }));
}

export interface ListedRow {
  id: string;
  file_name: string;
  origin: Origin;
  file_type: FileType;
  source: string;
  state: FileState;
  reason: string | null;
  chunk_count: number;
  bytes: string;
  updated_at: Date;
}
export const listedColumns =
  "d.id, d.file_name, d.origin, d.file_type, d.source, d.state, d.reason, d.chunk_count, d.bytes, d.updated_at";

export const toListed = (row: ListedRow): ListedFile => ({
  fileName: row.file_name,
  origin: row.origin,
  fileType: row.file_type,
  source: row.source,
  state: row.state,
  reason: row.reason ?? undefined,
  chunks: row.chunk_count,
  bytes: Number(row.bytes),
  updatedAt: row.updated_at,
});

const toFileText = (row: ListedRow & { text: string }): FileText => ({
  ...toListed(row),
  documentId: row.id,
  text: row.text,
});

export async function findFile(sql: Sql, spaceIds: readonly string[], fileName: string): Promise<FileText | undefined> {
  const [row] = await sql.query<ListedRow & { text: string }>(
    `SELECT ${listedColumns}, d.text FROM documents d
     WHERE d.space_id = ANY($1::uuid[]) AND d.file_name = $2 AND ${readable} ORDER BY d.updated_at DESC, d.id LIMIT 1`,
    [spaceIds, fileName],
  );
  return row === undefined ? undefined : toFileText(row);
}

/** A name stands once, by its newest copy. */
const newestOfName = `${readable} AND NOT EXISTS (
  SELECT 1 FROM documents o WHERE o.space_id = ANY($1::uuid[]) AND o.file_name = d.file_name
    AND o.state IN ('indexed', 'partly') AND (o.updated_at, o.id) > (d.updated_at, d.id))`;

export async function listFiles(
  sql: Sql,
  spaceIds: readonly string[],
  page: { readonly index: number; readonly size: number; readonly cut?: number | undefined },
): Promise<{ files: readonly FileText[]; total: number }> {
  const text = page.cut === undefined ? "d.text" : "left(d.text, $4)";
  const values = [spaceIds, page.size, page.index * page.size];
  const rows = await sql.query<ListedRow & { text: string }>(
    `SELECT ${listedColumns}, ${text} AS text FROM documents d
     WHERE d.space_id = ANY($1::uuid[]) AND ${newestOfName}
     ORDER BY d.updated_at DESC, d.id LIMIT $2 OFFSET $3`,
    page.cut === undefined ? values : [...values, page.cut],
  );
  const [count] = await sql.query<{ total: string }>(
    `SELECT count(DISTINCT d.file_name) AS total FROM documents d WHERE d.space_id = ANY($1::uuid[]) AND ${readable}`,
    [spaceIds],
  );
  return { files: rows.map(toFileText), total: Number(count?.total ?? 0) };
}

export async function listNames(
  sql: Sql,
  spaceIds: readonly string[],
  source: string | undefined,
  origin?: Origin,
): Promise<readonly string[]> {
  const rows = await sql.query<{ file_name: string }>(
    `SELECT DISTINCT d.file_name FROM documents d WHERE d.space_id = ANY($1::uuid[])
       AND ($2::text IS NULL OR d.source = $2 AND ${readable}) AND ($3::text IS NULL OR d.origin = $3)
     ORDER BY d.file_name`,
    [spaceIds, source ?? null, origin ?? null],
  );
  return rows.map((row) => row.file_name);
}

export async function listTypes(sql: Sql, spaceIds: readonly string[]): Promise<readonly string[]> {
  const rows = await sql.query<{ file_type: string }>(
    `SELECT DISTINCT d.file_type FROM documents d WHERE d.space_id = ANY($1::uuid[]) AND ${readable} ORDER BY 1`,
    [spaceIds],
  );
  return rows.map((row) => row.file_type);
}

/** Looks at the newest few only, however many files there are. */
export async function listTitles(sql: Sql, spaceIds: readonly string[], limit: number): Promise<readonly string[]> {
  const rows = await sql.query<{ title: string | null }>(
    `SELECT d.title FROM documents d WHERE d.space_id = ANY($1::uuid[]) AND ${readable}
     ORDER BY d.updated_at DESC, d.id LIMIT $2`,
    [spaceIds, limit * 10],
  );
  const titles = rows.flatMap(({ title }) => (title === null || title.trim() === "" ? [] : [title.trim()]));
  return [...new Set(titles)].slice(0, limit);
}

export async function measureSize(sql: Sql, spaceIds: readonly string[]): Promise<number> {
  const [row] = await sql.query<{ size: string | null }>(
    `SELECT sum(d.bytes) AS size FROM documents d WHERE d.space_id = ANY($1::uuid[]) AND ${readable}`,
    [spaceIds],
  );
  return Number(row?.size ?? 0);
}

/** The newest file of that name that has an original, without its bytes. */
export async function findOriginalVersion(
  sql: Sql,
  spaceIds: readonly string[],
  fileName: string,
): Promise<OriginalVersion | undefined> {
  const [row] = await sql.query<{ space_id: string; id: string; version: number; mime_type: string }>(
    `SELECT d.space_id, d.id, d.version, o.mime_type FROM documents d
     JOIN originals o ON o.space_id = d.space_id AND o.document_id = d.id
     WHERE d.space_id = ANY($1::uuid[]) AND d.file_name = $2 ORDER BY d.updated_at DESC, d.id LIMIT 1`,
    [spaceIds, fileName],
  );
  if (row === undefined) return undefined;
  return { spaceId: row.space_id, documentId: row.id, version: row.version, mimeType: row.mime_type };
}

export async function findOriginal(
  sql: Sql,
  spaceIds: readonly string[],
  fileName: string,
): Promise<Original | undefined> {
  const [row] = await sql.query<{ mime_type: string; content: Buffer }>(
    `SELECT o.mime_type, o.content FROM documents d JOIN originals o ON o.space_id = d.space_id AND o.document_id = d.id
     WHERE d.space_id = ANY($1::uuid[]) AND d.file_name = $2 ORDER BY d.updated_at DESC, d.id LIMIT 1`,
    [spaceIds, fileName],
  );
  return row === undefined ? undefined : { mimeType: row.mime_type, content: row.content };
}
