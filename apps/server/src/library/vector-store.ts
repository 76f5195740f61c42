import type { Database, Sql } from "@khoj/db";
import { inputHash, nextVectorRevision } from "./keep-vectors-store.ts";
import type { ChunksToEmbed, EmbeddingProgress, MadeVectors, VectorChanges } from "./vectors.ts";

/** Chunks without a vector of the model, of the documents written to last first; and the documents looked at. */
export async function listChunksToEmbed(
  sql: Sql,
  spaceId: string,
  modelId: number,
  limit: number,
): Promise<ChunksToEmbed> {
  // One model after the other: so each is found in its order, however many wait.
  const rows = await sql.query<ChunkRow>(
    `WITH RECURSIVE held AS (
       SELECT min(embedded_by) AS by FROM documents d WHERE space_id = $1 AND ${hasChunks}
       UNION ALL
       SELECT (SELECT min(embedded_by) FROM documents d WHERE space_id = $1 AND ${hasChunks} AND embedded_by > held.by)
       FROM held WHERE held.by IS NOT NULL),
     waiting AS (
       (SELECT id, updated_at FROM documents d WHERE space_id = $1 AND ${hasChunks} AND embedded_by IS NULL
        ORDER BY updated_at DESC LIMIT $3)
       UNION ALL
       SELECT d.id, d.updated_at FROM held, LATERAL (
         SELECT id, updated_at FROM documents d WHERE space_id = $1 AND ${hasChunks} AND embedded_by = held.by
         ORDER BY updated_at DESC LIMIT $3) d
       WHERE held.by <> $2
       ORDER BY updated_at DESC, id LIMIT $3)
     SELECT w.id, c.ordinal, c.text, c.headings, ${inputHash} AS hash
     FROM waiting w LEFT JOIN chunks c ON c.space_id = $1 AND c.document_id = w.id AND NOT EXISTS (
       SELECT 1 FROM vectors v WHERE v.space_id = $1 AND v.document_id = w.id AND v.model_id = $2
         AND v.ordinal = c.ordinal)
     ORDER BY w.updated_at DESC, w.id, c.ordinal LIMIT $3`,
    [spaceId, modelId, limit],
  );
  return {
    documentIds: [...new Set(rows.map(({ id }) => id))],
    chunks: rows.flatMap((row) =>
      row.ordinal === null
        ? []
        : [
            {
              documentId: row.id,
              ordinal: row.ordinal,
              text: row.text,
              headings: row.headings,
              inputHash: row.hash,
            },
          ],
    ),
  };
}

/** As documents_by_embedding has it. */
const hasChunks = "d.state IN ('indexed', 'partly') AND d.chunk_count > 0";

type ChunkRow = { id: string } & (
  | { ordinal: number; text: string; headings: string[]; hash: Buffer }
  | { ordinal: null }
);

/**
 * Keeps vectors of chunks as they stand now; what was embedded of a text that has changed meanwhile is dropped. Documents
 * that have all of theirs are marked. Answers the revision that indexes pull up to; undefined when nothing was kept.
 */
export async function insertVectors(
  sql: Sql,
  spaceId: string,
  { documentIds, modelId, chunks }: MadeVectors,
): Promise<number | undefined> {
  const [next] = await sql.query<{ revision: string }>(nextVectorRevision, [spaceId]);
  if (next === undefined) return undefined;
  const rows = chunks.flatMap(({ vectors, ...chunk }) =>
    (vectors.length === 0 ? [nothing] : vectors).map((vector, part) => ({ ...chunk, part, vector })),
  );
  const kept = await sql.execute(
    `INSERT INTO vectors (space_id, document_id, model_id, ordinal, part, input_hash, revision, vector)
     SELECT c.space_id, c.document_id, $2::smallint, v.ordinal, v.part, v.hash, $3::bigint, v.vector
     FROM unnest($4::uuid[], $5::integer[], $6::smallint[], $7::bytea[], $8::bytea[])
       AS v(document_id, ordinal, part, hash, vector)
     JOIN chunks c ON c.space_id = $1::uuid AND c.document_id = v.document_id AND c.ordinal = v.ordinal
     WHERE v.hash = ${inputHash}
     ON CONFLICT DO NOTHING`,
    [
      spaceId,
      modelId,
      Number(next.revision),
      rows.map(({ documentId }) => documentId),
      rows.map(({ ordinal }) => ordinal),
      rows.map(({ part }) => part),
      rows.map(({ inputHash: hash }) => Buffer.from(hash)),
      rows.map(({ vector }) => Buffer.from(vector)),
    ],
  );
  await sql.execute(
    `UPDATE documents d SET embedded_by = $3::smallint
     WHERE d.space_id = $1 AND d.id = ANY($2::uuid[]) AND d.chunk_count = (
       SELECT count(DISTINCT v.ordinal) FROM vectors v
       WHERE v.space_id = $1 AND v.document_id = d.id AND v.model_id = $3::smallint)`,
    [spaceId, documentIds, modelId],
  );
  return kept > 0 ? Number(next.revision) : undefined;
}

/** Stands for a chunk that the model would not embed: it is not asked again, and never found by meaning. */
const nothing = Buffer.alloc(0);

/** Vectors of one model that came after `revision`, at most about `limit`, never a part of one commit's. */
export async function readVectors(
  sql: Sql,
  spaceId: string,
  { modelId, revision, limit }: { modelId: number; revision: number; limit: number },
): Promise<VectorChanges> {
  const rows = await sql.query<VectorRow>(
    `SELECT s.vector_revision AS current, s.revision AS documents, v.document_id, v.version, v.ordinal, v.part, v.revision, v.vector
     FROM spaces s LEFT JOIN LATERAL (
       SELECT v.document_id, d.version, v.ordinal, v.part, v.revision, v.vector
       FROM vectors v JOIN documents d ON d.space_id = v.space_id AND d.id = v.document_id
       WHERE v.space_id = s.id AND v.model_id = $2::smallint AND v.revision > $3
       ORDER BY v.revision FETCH FIRST $4 ROWS WITH TIES) v ON true
     WHERE s.id = $1 ORDER BY v.revision`,
    [spaceId, modelId, revision, limit],
  );
  const current = Number(rows[0]?.current ?? revision);
  const vectors = rows.flatMap((row) =>
    row.document_id === null || row.vector.length === 0
      ? []
      : [
          {
            documentId: row.document_id,
            version: row.version,
            ordinal: row.ordinal,
            part: row.part,
            vector: row.vector,
          },
        ],
  );
  const more = rows.length >= limit;
  return {
    spaceId,
    modelId,
    revision: more ? Number(rows.at(-1)?.revision ?? revision) : current,
    documentsRevision: Number(rows[0]?.documents ?? 0),
    vectors,
    more,
  };
}

interface VectorRow {
  current: string;
  documents: string;
  document_id: string | null;
  version: number;
  ordinal: number;
  part: number;
  revision: string;
  vector: Buffer;
}

/** A portion of what is stored of a model that nobody asks any more; how many rows went. */
export async function deleteVectorsOf(sql: Sql, spaceId: string, modelId: number, limit: number): Promise<number> {
  return sql.execute(
    `DELETE FROM vectors WHERE ctid IN (
       SELECT ctid FROM vectors WHERE space_id = $1 AND model_id = $2::smallint LIMIT $3)`,
    [spaceId, modelId, limit],
  );
}

/** How far the model has come in these spaces. */
export async function measureEmbedding(
  sql: Sql,
  spaceIds: readonly string[],
  modelId: number | undefined,
): Promise<EmbeddingProgress> {
  const [row] = await sql.query<{ documents: string; chunks: string; waiting: string; missing: string }>(
    `SELECT count(*) AS documents, coalesce(sum(chunk_count), 0) AS chunks,
       count(*) FILTER (WHERE embedded_by IS DISTINCT FROM $2::smallint) AS waiting,
       coalesce(sum(chunk_count) FILTER (WHERE embedded_by IS DISTINCT FROM $2::smallint), 0) AS missing
     FROM documents WHERE space_id = ANY($1::uuid[]) AND state IN ('indexed', 'partly') AND chunk_count > 0`,
    [spaceIds, modelId ?? -1],
  );
  const chunks = Number(row?.chunks ?? 0);
  const missing = Number(row?.missing ?? 0);
  return {
    documents: Number(row?.documents ?? 0),
    chunks,
    waitingDocuments: Number(row?.waiting ?? 0),
    embeddedChunks: chunks - missing,
  };
}

/** Takes the space for this process for some seconds, unless another one has it. */
export async function claimSpace(
  database: Pick<Database, "statement">,
  spaceId: string,
  node: string,
  seconds: number,
): Promise<boolean> {
  const rows = await database.statement(
    `UPDATE spaces SET embedding_node = $2, embedding_until = now() + make_interval(secs => $3)
     WHERE id = $1 AND (embedding_node IS NULL OR embedding_node = $2 OR embedding_until < now()) RETURNING id`,
    [spaceId, node, seconds],
  );
  return rows.length > 0;
}

export async function vectorRevisions(
  database: Pick<Database, "statement">,
  spaceIds?: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await database.statement<{ id: string; revision: string }>(
    "SELECT id, vector_revision AS revision FROM spaces WHERE $1::uuid[] IS NULL OR id = ANY($1::uuid[])",
    [spaceIds ?? null],
  );
  return new Map(rows.map((row) => [row.id, Number(row.revision)]));
}
