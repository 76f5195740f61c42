import { type FileState, KhojError } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import type { DocumentSelector, LibraryFile, Origin } from "./types.ts";

export interface Placed {
  readonly file: LibraryFile;
  readonly id: string;
}

/** Locks the space for this transaction and answers the revision its changes carry. */
export async function bumpRevision(sql: Sql, spaceId: string): Promise<number> {
  const [row] = await sql.query<{ revision: string }>(
    "UPDATE spaces SET revision = revision + 1 WHERE id = $1 RETURNING revision",
    [spaceId],
  );
  if (row === undefined) throw new KhojError("not_found", `space ${spaceId} not found`);
  return Number(row.revision);
}

export async function readRevision(sql: Sql, spaceId: string): Promise<number> {
  const [row] = await sql.query<{ revision: string }>("SELECT revision FROM spaces WHERE id = $1", [spaceId]);
  return Number(row?.revision ?? 0);
}

/** All texts travel as one byte string and are cut apart by the database, so that no text is ever escaped. */
export async function upsertDocuments(
  sql: Sql,
  spaceId: string,
  revision: number,
  files: readonly LibraryFile[],
  newId: () => string,
): Promise<readonly { id: string; origin: Origin; fileName: string; isNew: boolean }[]> {
  const texts: Uint8Array[] = [];
  let offset = 1;
  const rows = files.map((file) => {
    const text = "content" in file ? file.content.text : undefined;
    const at = offset;
    if (text !== undefined) {
      texts.push(text);
      offset += text.length;
    }
    return { ...documentRow(file), id: newId(), at, size: text?.length ?? null };
  });
  const result = await sql.query<{ id: string; origin: Origin; file_name: string; is_new: boolean }>(upsert, [
    spaceId,
    revision,
    JSON.stringify(rows),
    // A large text is alone in its group: it is not copied.
    texts.length === 1 ? texts[0] : Buffer.concat(texts),
  ]);
  return result.map((row) => ({ id: row.id, origin: row.origin, fileName: row.file_name, isNew: row.is_new }));
}

const hex = (bytes: Uint8Array | undefined): string | null =>
  bytes === undefined ? null : `\\x${Buffer.from(bytes).toString("hex")}`;

function documentRow(file: LibraryFile) {
  const read = "content" in file ? file : undefined;
  return {
    origin: file.origin,
    file_name: file.fileName,
    file_type: file.fileType,
    state: file.state,
    reason: file.reason ?? null,
    title: read?.title ?? null,
    language: read?.language ?? null,
    tags: read?.tags ?? [],
    classification: file.classification ?? "internal",
    fingerprint: file.state === "excluded" ? null : hex(file.fingerprint),
    content_hash: hex(read?.content.contentHash),
    bytes: file.bytes,
    chunk_count: read?.content.chunkCount ?? 0,
  };
}

const upsert = `
  INSERT INTO documents AS d (space_id, id, revision, origin, file_name, file_type, state, reason, title, language,
    tags, classification, fingerprint, content_hash, bytes, chunk_count, text)
  SELECT $1::uuid, f.id, $2::bigint, f.origin, f.file_name, f.file_type, f.state, f.reason, f.title, f.language,
    f.tags, f.classification, f.fingerprint, f.content_hash, f.bytes, f.chunk_count,
    convert_from(substring($4::bytea FROM f.at FOR f.size), 'UTF8')
  FROM json_to_recordset($3::json) AS f(id uuid, origin text, file_name text, file_type text, state text, reason text,
    title text, language text, tags text[], classification text, fingerprint bytea, content_hash bytea, bytes bigint,
    chunk_count integer, at integer, size integer)
  ON CONFLICT (space_id, origin, file_name) DO UPDATE SET
    revision = excluded.revision, file_type = excluded.file_type, state = excluded.state, reason = excluded.reason,
    title = excluded.title, language = excluded.language, tags = excluded.tags,
    classification = excluded.classification, fingerprint = excluded.fingerprint,
    content_hash = excluded.content_hash, bytes = excluded.bytes, chunk_count = excluded.chunk_count,
    text = excluded.text, version = d.version + 1, updated_at = now(), embedded_by = NULL
  RETURNING d.id, d.origin, d.file_name, d.version = 1 AS is_new`;

/** Takes away what earlier versions of these documents left, but for their originals. */
export async function clearContents(sql: Sql, spaceId: string, ids: readonly string[]): Promise<void> {
  await sql.execute("DELETE FROM chunks WHERE space_id = $1 AND document_id = ANY($2::uuid[])", [spaceId, ids]);
  await sql.execute("DELETE FROM pages WHERE space_id = $1 AND document_id = ANY($2::uuid[])", [spaceId, ids]);
}

const statementSize = 4 << 20;

export async function insertChunks(sql: Sql, spaceId: string, placed: readonly Placed[]): Promise<void> {
  let pieces: Uint8Array[] = [];
  let ids: string[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    if (pieces.length > 0) await sql.execute(chunkInsert, [spaceId, ids, jsonArray(pieces)]);
    pieces = [];
    ids = [];
    size = 0;
  };
  for (const { file, id } of placed) {
    if (!("content" in file)) continue;
    for (const piece of file.content.chunks) {
      if (size + piece.length > statementSize) await flush();
      pieces.push(piece);
      ids.push(id);
      size += piece.length;
    }
  }
  await flush();
}

function jsonArray(pieces: readonly Uint8Array[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const piece of pieces) parts.push(parts.length === 0 ? Buffer.from("[") : Buffer.from(","), piece);
  return Buffer.concat([...parts, Buffer.from("]")]);
}

const chunkInsert = `
  INSERT INTO chunks (space_id, document_id, ordinal, text, start_offset, end_offset, section_start, line, page,
    headings, tags, dates)
  SELECT $1::uuid, ($2::uuid[])[f.place], c.n, c.t, c.s, c.e, c.b, c.l, c.p, c.h, c.g, c.d
  FROM json_array_elements($3::json) WITH ORDINALITY AS f(chunks, place)
  CROSS JOIN LATERAL json_to_recordset(f.chunks) AS c(n integer, t text, s integer, e integer, b integer, l integer,
    p integer, h text[], g text[], d date[])`;

/** One statement takes the documents, their chunks and originals, and leaves the ids for the indexes to forget. */
export async function removeDocuments(
  sql: Sql,
  spaceId: string,
  revision: number,
  selector: DocumentSelector,
): Promise<{ documents: number; chunks: number }> {
  const [row] = await sql.query<{ documents: string; chunks: string }>(removal, [
    spaceId,
    revision,
    ...valuesOf(selector),
  ]);
  return { documents: Number(row?.documents ?? 0), chunks: Number(row?.chunks ?? 0) };
}

const valuesOf = (selector: DocumentSelector): readonly unknown[] => [
  selector.fileNames ?? null,
  selector.origin ?? null,
  selector.fileType ?? null,
  selector.source ?? null,
];

const meant = `
  space_id = $1::uuid AND ($3::text[] IS NULL OR file_name = ANY($3::text[])) AND ($4::text IS NULL OR origin = $4)
  AND ($5::text IS NULL OR file_type = $5) AND ($6::text IS NULL OR source = $6)`;

const removal = `
  WITH gone AS (DELETE FROM documents WHERE ${meant} RETURNING id, chunk_count),
  chunks_gone AS (DELETE FROM chunks USING gone WHERE chunks.space_id = $1::uuid AND chunks.document_id = gone.id),
  originals_gone AS (
    DELETE FROM originals USING gone WHERE originals.space_id = $1::uuid AND originals.document_id = gone.id),
  pages_gone AS (DELETE FROM pages USING gone WHERE pages.space_id = $1::uuid AND pages.document_id = gone.id),
  vectors_gone AS (DELETE FROM vectors USING gone WHERE vectors.space_id = $1::uuid AND vectors.document_id = gone.id),
  told AS (
    INSERT INTO deletions (space_id, revision, document_ids)
    SELECT $1::uuid, $2::bigint, array_agg(id) FROM gone HAVING count(*) > 0)
  SELECT count(*) AS documents, coalesce(sum(chunk_count), 0) AS chunks FROM gone`;

/** Whether anything is meant: a deletion of nothing must not make every index turn over. */
export async function isAnyMeant(sql: Sql, spaceId: string, selector: DocumentSelector): Promise<boolean> {
  const rows = await sql.query(`SELECT 1 FROM documents WHERE ${meant} AND $2::bigint = 0 LIMIT 1`, [
    spaceId,
    0,
    ...valuesOf(selector),
  ]);
  return rows.length > 0;
}

export async function listWatchedNames(
  sql: Sql,
  spaceId: string,
  selector: DocumentSelector,
): Promise<readonly string[]> {
  const rows = await sql.query<{ file_name: string }>(
    `SELECT file_name FROM documents WHERE ${meant} AND $2::bigint = 0 AND origin LIKE 'folder:%'`,
    [spaceId, 0, ...valuesOf(selector)],
  );
  return rows.map((row) => row.file_name);
}

export async function listKeys(
  sql: Sql,
  spaceId: string,
): Promise<readonly { origin: Origin; fileName: string; state: FileState }[]> {
  const rows = await sql.query<{ origin: Origin; file_name: string; state: FileState }>(
    "SELECT origin, file_name, state FROM documents WHERE space_id = $1",
    [spaceId],
  );
  return rows.map((row) => ({ origin: row.origin, fileName: row.file_name, state: row.state }));
}
