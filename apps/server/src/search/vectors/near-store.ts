import type { Database, NearVectors, Sql } from "@khoj/db";

/** A vector near a query, with the version of its document in the moment it was read. */
export interface NearRow {
  readonly spaceId: string;
  readonly documentId: string;
  readonly version: number;
  readonly ordinal: number;
  readonly similarity: number;
}

export interface ChunkPlace extends Pick<NearRow, "spaceId" | "documentId" | "version" | "ordinal"> {}

export interface NearQuery {
  readonly modelId: number;
  readonly vector: Float32Array;
  readonly spaces: readonly string[];
  readonly limit: number;
}

export interface FilledPage {
  readonly revision: number;
  readonly vectors: number;
}

/** `near_vectors`: the vectors of every model that serves or fills, as pgvector searches them. */
export interface NearStore {
  /** The nearest by the graph (HNSW), about: rows of parts, best first. */
  nearest(query: NearQuery & { readonly dimensions: number }): Promise<readonly NearRow[]>;
  /** The nearest of the chunks named, exactly; each once, by its best part. */
  nearestOf(query: NearQuery, chunks: readonly ChunkPlace[]): Promise<readonly NearRow[]>;
  /** Vectors of the model in these spaces; counted no further than `most`. */
  count(modelId: number, spaces: readonly string[], most?: number): Promise<number>;
  /** Takes in what came to the space after what it has, about `limit` vectors. */
  fill(spaceId: string, limit: number): Promise<FilledPage>;
  /** Indexes for models that came; none for those that went. */
  index(): Promise<void>;
}

/** What HNSW looks at: more finds more; pgvector takes up to 1,000. */
const mostCandidates = 1_000;
/** Vectors a filtered scan of the graph looks at before it gives up. */
const mostLookedAt = 40_000;

export function openNearStore(database: Pick<Database, "inSpaces" | "statement">, near: NearVectors): NearStore {
  const { extension } = near;
  const similarity = `-(v.near::${extension}.vector OPERATOR(${extension}.<#>) $1::text::${extension}.vector)`;
  return {
    nearest: ({ modelId, vector, spaces, limit, dimensions }) =>
      database.inSpaces(spaces, async (sql) => {
        await sql.query(graphSettings, [String(Math.min(limit, mostCandidates)), String(mostLookedAt)]);
        const half = `${extension}.halfvec(${dimensions})`;
        return readRows(
          sql,
          `SELECT v.space_id, v.document_id, d.version, v.ordinal, v.similarity FROM (
             SELECT v.space_id, v.document_id, v.ordinal, ${similarity} AS similarity
             FROM near_vectors v WHERE v.model_id = $2::smallint
             ORDER BY v.near::${half} OPERATOR(${extension}.<#>) $1::text::${half} LIMIT $3) v
           JOIN documents d ON d.space_id = v.space_id AND d.id = v.document_id
           ORDER BY v.similarity DESC`,
          [toText(vector), modelId, limit],
        );
      }),
    nearestOf: ({ modelId, vector, spaces, limit }, chunks) =>
      database.inSpaces(spaces, (sql) =>
        readRows(
          sql,
          `SELECT v.space_id, v.document_id, d.version, v.ordinal, max(${similarity}) AS similarity
           FROM unnest($3::uuid[], $4::uuid[], $5::integer[], $6::integer[]) AS c(space_id, document_id, version, ordinal)
           JOIN documents d ON d.space_id = c.space_id AND d.id = c.document_id AND d.version = c.version
           JOIN near_vectors v ON v.space_id = c.space_id AND v.document_id = c.document_id
             AND v.model_id = $2::smallint AND v.ordinal = c.ordinal
           GROUP BY v.space_id, v.document_id, d.version, v.ordinal
           ORDER BY similarity DESC, v.document_id, v.ordinal LIMIT $7`,
          [
            toText(vector),
            modelId,
            chunks.map(({ spaceId }) => spaceId),
            chunks.map(({ documentId }) => documentId),
            chunks.map(({ version }) => version),
            chunks.map(({ ordinal }) => ordinal),
            limit,
          ],
        ),
      ),
    count: (modelId, spaces, most) =>
      database.inSpaces(spaces, async (sql) => {
        const [row] = await sql.query<{ vectors: string }>(
          "SELECT count(*) AS vectors FROM (SELECT 1 FROM near_vectors WHERE model_id = $1::smallint LIMIT $2) AS counted",
          [modelId, most ?? null],
        );
        return Number(row?.vectors ?? 0);
      }),
    fill: (spaceId, limit) => database.inSpaces([spaceId], (sql) => fill(sql, { spaceId, limit, extension })),
    async index() {
      await database.statement("SELECT index_near_vectors()");
    },
  };
}

/** The graph is used however few rows the planner thinks there are, and scanned until enough of the spaces is found. */
const graphSettings = `
  SELECT set_config('hnsw.ef_search', $1, true), set_config('hnsw.iterative_scan', 'relaxed_order', true),
    set_config('hnsw.max_scan_tuples', $2, true), set_config('enable_seqscan', 'off', true),
    set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)`;

async function readRows(sql: Sql, text: string, values: readonly unknown[]): Promise<readonly NearRow[]> {
  const rows = await sql.query<FoundRow>(text, values);
  return rows.map((row) => ({
    spaceId: row.space_id,
    documentId: row.document_id,
    version: row.version,
    ordinal: row.ordinal,
    similarity: row.similarity,
  }));
}

interface FoundRow {
  space_id: string;
  document_id: string;
  version: number;
  ordinal: number;
  similarity: number;
}

/**
 * A vector that was moved between the reading and the writing has another revision: it is left out, and comes again with
 * that one. Several nodes may fill at once.
 */
async function fill(
  sql: Sql,
  { spaceId, limit, extension }: { spaceId: string; limit: number; extension: string },
): Promise<FilledPage> {
  const rows = await sql.query<WaitingRow>(
    `SELECT s.vector_revision AS current, coalesce(r.revision, 0) AS since, v.* FROM spaces s
     LEFT JOIN near_revisions r ON r.space_id = s.id
     LEFT JOIN LATERAL (
       SELECT v.document_id, v.model_id, v.ordinal, v.part, v.revision, v.vector
       FROM embedding_models m JOIN vectors v ON v.model_id = m.id
       WHERE v.space_id = s.id AND m.state <> 'retired' AND v.revision > coalesce(r.revision, 0)
         AND octet_length(v.vector) = 2 * m.dimensions
       ORDER BY v.revision FETCH FIRST $2 ROWS WITH TIES) v ON true
     WHERE s.id = $1::uuid ORDER BY v.revision`,
    [spaceId, limit],
  );
  const first = rows[0];
  if (first === undefined) return { revision: 0, vectors: 0 };
  const vectors = rows.filter((row): row is VectorRow => row.document_id !== null);
  const isAll = vectors.length < limit;
  const revision = Number((isAll ? undefined : vectors.at(-1)?.revision) ?? first.current);
  if (revision === Number(first.since)) return { revision, vectors: 0 };
  await sql.execute(
    `INSERT INTO near_vectors (space_id, document_id, model_id, ordinal, part, near)
     SELECT v.space_id, v.document_id, v.model_id, v.ordinal, v.part, n.near::${extension}.halfvec
     FROM unnest($2::uuid[], $3::smallint[], $4::integer[], $5::smallint[], $6::bigint[], $7::text[])
       AS n(document_id, model_id, ordinal, part, revision, near)
     JOIN vectors v ON v.space_id = $1::uuid AND v.document_id = n.document_id AND v.model_id = n.model_id
       AND v.ordinal = n.ordinal AND v.part = n.part AND v.revision = n.revision
     FOR KEY SHARE OF v ON CONFLICT DO NOTHING`,
    [
      spaceId,
      vectors.map((row) => row.document_id),
      vectors.map((row) => row.model_id),
      vectors.map((row) => row.ordinal),
      vectors.map((row) => row.part),
      vectors.map((row) => row.revision),
      vectors.map(({ vector }) => toText(new Float16Array(new Uint8Array(vector).buffer))),
    ],
  );
  await sql.execute(
    `INSERT INTO near_revisions AS r (space_id, revision) VALUES ($1::uuid, $2::bigint)
     ON CONFLICT (space_id) DO UPDATE SET revision = greatest(r.revision, excluded.revision)`,
    [spaceId, revision],
  );
  return { revision, vectors: vectors.length };
}

interface VectorRow {
  current: string;
  since: string;
  document_id: string;
  model_id: number;
  ordinal: number;
  part: number;
  revision: string;
  vector: Buffer;
}
type WaitingRow = VectorRow | { current: string; since: string; document_id: null };

const toText = (numbers: Float32Array | Float16Array): string => `[${numbers.join(",")}]`;
