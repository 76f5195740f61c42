import type { Classification, FileType } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import type { ChunkRef, Origin, Passage, StoredChunk } from "./types.ts";

interface PassageRow {
  place: string;
  space_id: string;
  document_id: string;
  file_name: string;
  origin: Origin;
  file_type: FileType;
  source: string;
  title: string | null;
  classification: Classification;
  content_hash: string;
  chunk_count: number;
  updated_at: Date;
  ordinal: number;
  text: string;
  start_offset: number;
  end_offset: number;
  section_start: number;
  line: number;
  page: number | null;
  headings: string[];
}

export async function findPassages(sql: Sql, refs: readonly ChunkRef[], around: number): Promise<readonly Passage[]> {
  if (refs.length === 0) return [];
  const rows = await sql.query<PassageRow>(
    `SELECT r.place, d.space_id, d.id AS document_id, d.file_name, d.origin, d.file_type, d.source, d.title,
       d.classification, encode(d.content_hash, 'hex') AS content_hash, d.chunk_count, d.updated_at,
       c.ordinal, c.text, c.start_offset, c.end_offset, c.section_start, c.line, c.page, c.headings
     FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) WITH ORDINALITY AS r(space_id, document_id, ordinal, place)
     JOIN documents d ON d.space_id = r.space_id AND d.id = r.document_id
     JOIN chunks c ON c.space_id = r.space_id AND c.document_id = r.document_id
       AND c.ordinal BETWEEN r.ordinal - $4 AND r.ordinal + $4
     ORDER BY r.place, c.ordinal`,
    [refs.map((ref) => ref.spaceId), refs.map((ref) => ref.documentId), refs.map((ref) => ref.ordinal), around],
  );
  const byPlace = Map.groupBy(rows, (row) => Number(row.place) - 1);
  return refs.flatMap((ref, place) => toPassage(ref, byPlace.get(place) ?? []));
}

function toPassage(ref: ChunkRef, rows: readonly PassageRow[]): readonly Passage[] {
  const row = rows.find((candidate) => candidate.ordinal === ref.ordinal);
  if (row === undefined) return [];
  return [
    {
      spaceId: row.space_id,
      documentId: row.document_id,
      fileName: row.file_name,
      origin: row.origin,
      fileType: row.file_type,
      source: row.source,
      title: row.title ?? undefined,
      classification: row.classification,
      contentHash: row.content_hash,
      chunkCount: row.chunk_count,
      updatedAt: row.updated_at,
      chunk: toChunk(row),
      before: rows.filter((other) => other.ordinal < ref.ordinal).map(toChunk),
      after: rows.filter((other) => other.ordinal > ref.ordinal).map(toChunk),
    },
  ];
}

const toChunk = (row: PassageRow): StoredChunk => ({
  documentId: row.document_id,
  ordinal: row.ordinal,
  text: row.text,
  start: row.start_offset,
  end: row.end_offset,
  line: row.line,
  page: row.page ?? undefined,
  headings: row.headings,
  sectionStart: row.section_start,
});
