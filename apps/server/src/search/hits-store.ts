import type { Classification, FileType } from "@khoj/contract";
import type { Sql } from "@khoj/db";

/** A chunk the index named, and the revision at which the index knew its space. */
export interface Candidate {
  readonly spaceId: string;
  readonly documentId: string;
  readonly ordinal: number;
  readonly knownRevision: number;
}

export interface FoundPiece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

export interface FoundChunk {
  /** Which of the candidates it is. */
  readonly place: number;
  readonly documentId: string;
  readonly spaceId: string;
  readonly ordinal: number;
  readonly fileName: string;
  readonly fileType: FileType;
  readonly source: string;
  readonly title: string | undefined;
  readonly classification: Classification;
  readonly updatedAt: Date;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly sectionStart: number;
  readonly line: number;
  readonly page: number | undefined;
  readonly headings: readonly string[];
  /** The document's whole text, when it is short. */
  readonly wholeText: string | undefined;
  /** The chunk between its neighbours of the same section, in order. */
  readonly around: readonly FoundPiece[];
  /** Other names that carry the same text, in any of the spaces. */
  readonly also: readonly string[];
}

export interface FoundChunks {
  readonly chunks: readonly FoundChunk[];
  /** Some candidate is gone or newer than the index knew it: the index has to look again. */
  readonly stale: boolean;
}

/** A note of at most this many chunks is shown whole. */
const shortNote = 3;
const neighbours = 2;

/**
 * Fetches the best `limit` of the candidates, best first, in one statement. With `dedupe` a section shows once,
 * by its best chunk, and a text that several files carry shows once, with the other names.
 */
export async function fetchHits(
  sql: Sql,
  spaces: readonly string[],
  candidates: readonly Candidate[],
  options: { readonly dedupe: boolean; readonly limit: number },
): Promise<FoundChunks> {
  if (candidates.length === 0) return { chunks: [], stale: false };
  const rows = await sql.query<HitRow>(
    `WITH found AS (
       SELECT r.place, d.space_id, d.id AS document_id, d.file_name, d.file_type, d.source, d.title, d.classification,
         d.updated_at, d.content_hash, CASE WHEN d.chunk_count <= $7 THEN d.text END AS whole_text,
         c.ordinal, c.text, c.start_offset, c.end_offset, c.section_start, c.line, c.page, c.headings,
         d.id IS NULL OR c.ordinal IS NULL OR d.revision > r.known AS stale,
         row_number() OVER (PARTITION BY d.content_hash, c.section_start ORDER BY r.place) AS nth
       FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::bigint[])
         WITH ORDINALITY AS r(space_id, document_id, ordinal, known, place)
       LEFT JOIN documents d ON d.space_id = r.space_id AND d.id = r.document_id AND d.state IN ('indexed', 'partly')
       LEFT JOIN chunks c ON c.space_id = r.space_id AND c.document_id = r.document_id AND c.ordinal = r.ordinal
     ), chosen AS (
       SELECT * FROM found WHERE stale OR nth = 1 OR NOT $5 ORDER BY place LIMIT $6
     )
     SELECT f.*, near.around, near.also
     FROM chosen f LEFT JOIN LATERAL (
       SELECT (SELECT jsonb_agg(jsonb_build_object('text', n.text, 'start', n.start_offset, 'end', n.end_offset,
                 'line', n.line) ORDER BY n.ordinal)
               FROM chunks n WHERE n.space_id = f.space_id AND n.document_id = f.document_id
                 AND n.ordinal BETWEEN f.ordinal - $8 AND f.ordinal + $8
                 AND n.section_start = f.section_start) AS around,
         ARRAY(SELECT DISTINCT o.file_name FROM documents o
               WHERE o.space_id = ANY($9::uuid[]) AND o.content_hash = f.content_hash
                 AND o.file_name <> f.file_name AND o.state IN ('indexed', 'partly')
               ORDER BY o.file_name LIMIT 20) AS also) near ON true
     ORDER BY f.place`,
    [
      candidates.map((one) => one.spaceId),
      candidates.map((one) => one.documentId),
      candidates.map((one) => one.ordinal),
      candidates.map((one) => one.knownRevision),
      options.dedupe,
      options.limit,
      shortNote,
      neighbours,
      spaces,
    ],
  );
  return {
    chunks: rows.filter((row): row is Extract<HitRow, { stale: false }> => !row.stale).map(toFound),
    stale: rows.some((row) => row.stale),
  };
}

interface PresentRow {
  place: string;
  space_id: string;
  document_id: string;
  file_name: string;
  file_type: FileType;
  source: string;
  title: string | null;
  classification: Classification;
  updated_at: Date;
  ordinal: number;
  text: string;
  start_offset: number;
  end_offset: number;
  section_start: number;
  line: number;
  page: number | null;
  headings: string[];
  whole_text: string | null;
  around: FoundPiece[];
  also: string[];
}
type HitRow = (PresentRow & { stale: false }) | { stale: true };

const toFound = (row: PresentRow): FoundChunk => ({
  place: Number(row.place) - 1,
  documentId: row.document_id,
  spaceId: row.space_id,
  ordinal: row.ordinal,
  fileName: row.file_name,
  fileType: row.file_type,
  source: row.source,
  title: row.title ?? undefined,
  classification: row.classification,
  updatedAt: row.updated_at,
  text: row.text,
  start: row.start_offset,
  end: row.end_offset,
  sectionStart: row.section_start,
  line: row.line,
  page: row.page ?? undefined,
  headings: row.headings,
  wholeText: row.whole_text ?? undefined,
  around: row.around,
  also: row.also,
});
