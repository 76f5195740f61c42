import type { Sql } from "@khoj/db";
import type { Placed } from "./document-store.ts";
import type { StoredPage } from "./types.ts";

export async function insertPages(sql: Sql, spaceId: string, placed: readonly Placed[]): Promise<void> {
  for (const { file, id } of placed) {
    const pages = "content" in file ? (file.pages ?? []) : [];
    if (pages.length === 0) continue;
    await sql.execute(
      `INSERT INTO pages (space_id, document_id, page, start_offset, end_offset, width, height, words)
       SELECT $1::uuid, $2::uuid, * FROM unnest($3::integer[], $4::integer[], $5::integer[], $6::real[], $7::real[],
         $8::bytea[])`,
      [
        spaceId,
        id,
        pages.map(({ number }) => number),
        pages.map(({ start }) => start),
        pages.map(({ end }) => end),
        pages.map(({ width }) => width),
        pages.map(({ height }) => height),
        pages.map(({ words }) => Buffer.from(words)),
      ],
    );
  }
}

/** One page of the newest file of that name, and how many there are. */
export async function findPage(
  sql: Sql,
  spaceIds: readonly string[],
  { fileName, page }: { readonly fileName: string; readonly page: number },
): Promise<StoredPage | undefined> {
  const [row] = await sql.query<PageRow>(
    `SELECT p.page, p.start_offset, p.end_offset, p.width, p.height, p.words,
       (SELECT max(page) FROM pages a WHERE a.space_id = p.space_id AND a.document_id = p.document_id) AS pages
     FROM (
       SELECT space_id, id FROM documents
       WHERE space_id = ANY($1::uuid[]) AND file_name = $2 AND state IN ('indexed', 'partly')
       ORDER BY updated_at DESC, id LIMIT 1) d
     JOIN pages p ON p.space_id = d.space_id AND p.document_id = d.id AND p.page = $3`,
    [spaceIds, fileName, page],
  );
  if (row === undefined) return undefined;
  const { start_offset: start, end_offset: end, width, height, words, pages } = row;
  return { number: row.page, start, end, width, height, words, pages };
}

interface PageRow {
  page: number;
  start_offset: number;
  end_offset: number;
  width: number;
  height: number;
  words: Buffer;
  pages: number;
}
