import type { FileType } from "@khoj/contract";
import type { Database, Sql } from "@khoj/db";
import type { IndexChanges, IndexedDocument, Origin } from "./types.ts";

export async function readRevisions(
  database: Pick<Database, "statement">,
  spaceIds?: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await database.statement<{ id: string; revision: string }>(
    "SELECT id, revision FROM spaces WHERE $1::uuid[] IS NULL OR id = ANY($1::uuid[])",
    [spaceIds ?? null],
  );
  return new Map(rows.map((row) => [row.id, Number(row.revision)]));
}

const scanLength = 5000;

/**
 * What is scanned decides the revision, in one statement and so in one snapshot. The texts are read after it and may
 * be newer than the revision says: an index that is ahead is corrected by its next pull, one that is behind is not.
 */
export async function readChanges(sql: Sql, spaceId: string, since: number, limit: number): Promise<IndexChanges> {
  const scan = await scanChanges(sql, spaceId, since);
  const changed: ChangedRow[] = [];
  let size = 0;
  for (const row of scan.rows) {
    if (size >= limit && row.revision !== changed.at(-1)?.revision) break;
    changed.push(row);
    size += row.bytes;
  }
  const cutAt =
    changed.length < scan.rows.length || scan.rows.length === scanLength ? changed.at(-1)?.revision : undefined;
  const revision = cutAt ?? scan.current;
  const complete = await completeRevision(sql, spaceId, cutAt, changed);
  const readable = complete.filter((row) => row.readable).map((row) => row.id);
  const unreadable = complete.filter((row) => !row.readable).map((row) => row.id);
  const deleted = await readDeletions(sql, spaceId, since, revision);
  return {
    spaceId,
    revision,
    documents: await readDocuments(sql, spaceId, readable),
    deleted: [...deleted, ...unreadable],
    more: revision < scan.current,
  };
}

interface ChangedRow {
  readonly id: string;
  readonly revision: number;
  readonly bytes: number;
  readonly readable: boolean;
}

async function scanChanges(sql: Sql, spaceId: string, since: number): Promise<{ current: number; rows: ChangedRow[] }> {
  const rows = await sql.query<{ current: string; id: string | null; revision: string; bytes: string; state: string }>(
    `SELECT s.revision AS current, d.id, d.revision, d.bytes, d.state
     FROM spaces s LEFT JOIN LATERAL (
       SELECT id, revision, bytes, state FROM documents
       WHERE space_id = s.id AND revision > $2 ORDER BY revision LIMIT $3) d ON true
     WHERE s.id = $1 ORDER BY d.revision`,
    [spaceId, since, scanLength],
  );
  return {
    current: Number(rows[0]?.current ?? since),
    rows: rows.flatMap((row) => (row.id === null ? [] : [toChanged({ ...row, id: row.id })])),
  };
}

const toChanged = (row: { id: string; revision: string; bytes: string; state: string }): ChangedRow => ({
  id: row.id,
  revision: Number(row.revision),
  bytes: Number(row.bytes),
  readable: row.state === "indexed" || row.state === "partly",
});

/** A scan that was cut may end inside a revision: fetches the rest of that one. */
async function completeRevision(
  sql: Sql,
  spaceId: string,
  cutAt: number | undefined,
  changed: readonly ChangedRow[],
): Promise<readonly ChangedRow[]> {
  if (cutAt === undefined) return changed;
  const rows = await sql.query<{ id: string; revision: string; bytes: string; state: string }>(
    "SELECT id, revision, bytes, state FROM documents WHERE space_id = $1 AND revision = $2",
    [spaceId, cutAt],
  );
  return [...new Map([...changed, ...rows.map(toChanged)].map((row) => [row.id, row])).values()];
}

async function readDeletions(sql: Sql, spaceId: string, since: number, upTo: number): Promise<string[]> {
  // An index that begins has nothing to forget.
  if (since === 0) return [];
  const rows = await sql.query<{ document_ids: string[] }>(
    "SELECT document_ids FROM deletions WHERE space_id = $1 AND revision > $2 AND revision <= $3",
    [spaceId, since, upTo],
  );
  return rows.flatMap((row) => row.document_ids);
}

interface DocumentRow {
  id: string;
  version: number;
  origin: Origin;
  source: string;
  file_name: string;
  file_type: FileType;
  title: string | null;
  language: string | null;
  tags: string[];
  content_hash: string;
  updated_at: number;
}

interface ChunkRow {
  document_id: string;
  ordinal: number;
  text: string;
  headings: string[];
  tags: string[];
  dates: string[];
}

async function readDocuments(sql: Sql, spaceId: string, ids: readonly string[]): Promise<readonly IndexedDocument[]> {
  if (ids.length === 0) return [];
  const documents = await sql.query<DocumentRow>(
    `SELECT id, version, origin, source, file_name, file_type, title, language, tags, encode(content_hash, 'hex') AS content_hash,
       (extract(epoch FROM updated_at) * 1000)::float8 AS updated_at
     FROM documents WHERE space_id = $1 AND id = ANY($2::uuid[]) AND state IN ('indexed', 'partly')`,
    [spaceId, ids],
  );
  const chunks = await sql.query<ChunkRow>(
    `SELECT document_id, ordinal, text, headings, tags, dates::text[] AS dates
     FROM chunks WHERE space_id = $1 AND document_id = ANY($2::uuid[]) ORDER BY document_id, ordinal`,
    [spaceId, ids],
  );
  const byDocument = Map.groupBy(chunks, (chunk) => chunk.document_id);
  return documents.map((row) => ({
    id: row.id,
    spaceId,
    version: row.version,
    origin: row.origin,
    source: row.source,
    fileName: row.file_name,
    fileType: row.file_type,
    title: row.title ?? undefined,
    language: row.language ?? undefined,
    tags: row.tags,
    contentHash: row.content_hash,
    updatedAt: row.updated_at,
    chunks: (byDocument.get(row.id) ?? []).map(({ document_id: _, ...chunk }) => chunk),
  }));
}
