import type { FileType } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { parserVersion } from "@khoj/text";
import type { Placed } from "./document-store.ts";
import type { ClaimedOriginal, Reader } from "./reread.ts";
import type { Origin } from "./types.ts";

export async function insertOriginals(sql: Sql, spaceId: string, placed: readonly Placed[]): Promise<void> {
  for (const { file, id } of placed) {
    if (file.original === undefined || file.state === "excluded") continue;
    await sql.execute(
      "INSERT INTO originals (space_id, document_id, mime_type, content, parser_version) VALUES ($1, $2, $3, $4, $5)",
      [spaceId, id, file.original.mimeType, file.original.content, file.waits ? -parserVersion : parserVersion],
    );
  }
}

export async function deleteOriginals(sql: Sql, spaceId: string, ids: readonly string[]): Promise<void> {
  await sql.execute("DELETE FROM originals WHERE space_id = $1 AND document_id = ANY($2::uuid[])", [spaceId, ids]);
}

/** An original that these parsers have not read, or not to its end, and that no other process reads now: newest first. */
export async function claimOriginal(
  sql: Sql,
  spaceId: string,
  { node, seconds }: Reader,
): Promise<ClaimedOriginal | undefined> {
  const [row] = await sql.query<ClaimedRow>(
    `WITH next AS (
       SELECT space_id, document_id FROM originals
       WHERE space_id = $1 AND parser_version < $2 AND (reader_until IS NULL OR reader_until < now())
       ORDER BY document_id DESC LIMIT 1 FOR UPDATE SKIP LOCKED),
     taken AS (
       UPDATE originals o SET reader = $3::uuid, reader_until = now() + make_interval(secs => $4)
       FROM next WHERE o.space_id = next.space_id AND o.document_id = next.document_id
       RETURNING o.document_id, o.mime_type, o.content, o.parser_version)
     SELECT t.*, d.version, d.origin, d.file_name, d.file_type, d.bytes, d.fingerprint
     FROM taken t JOIN documents d ON d.space_id = $1 AND d.id = t.document_id`,
    [spaceId, parserVersion, node, seconds],
  );
  if (row === undefined) return undefined;
  return {
    spaceId,
    documentId: row.document_id,
    version: row.version,
    origin: row.origin,
    fileName: row.file_name,
    fileType: row.file_type,
    bytes: Number(row.bytes),
    fingerprint: row.parser_version === -parserVersion ? (row.fingerprint ?? undefined) : undefined,
    original: { mimeType: row.mime_type, content: row.content },
  };
}

interface ClaimedRow {
  document_id: string;
  mime_type: string;
  content: Buffer;
  parser_version: number;
  version: number;
  origin: Origin;
  file_name: string;
  file_type: FileType;
  bytes: string;
  fingerprint: Buffer | null;
}

/** Keeps the claim for some more seconds; none gives it back. */
export async function extendClaim(
  sql: Sql,
  { spaceId, documentId }: Pick<ClaimedOriginal, "spaceId" | "documentId">,
  { node, seconds }: Reader,
): Promise<void> {
  await sql.execute(
    `UPDATE originals SET reader_until = now() + make_interval(secs => $4)
     WHERE space_id = $1 AND document_id = $2 AND reader = $3::uuid`,
    [spaceId, documentId, node, seconds],
  );
}

/** Whether the document is still the one that was claimed. The space's row is locked by now. */
export async function isSameVersion(sql: Sql, { spaceId, documentId, version }: ClaimedOriginal): Promise<boolean> {
  const rows = await sql.query("SELECT 1 FROM documents WHERE space_id = $1 AND id = $2 AND version = $3", [
    spaceId,
    documentId,
    version,
  ]);
  return rows.length > 0;
}

/** The attempt is over and said so; a file of which nothing is known yet has failed by it. */
export async function keepAsItIs(sql: Sql, claimed: ClaimedOriginal, reason: string): Promise<void> {
  await sql.execute(
    `UPDATE documents SET reason = concat_ws(' ', CASE WHEN state = 'partly' THEN reason END, $3::text),
       state = CASE WHEN state IN ('indexed', 'partly') THEN 'partly' ELSE 'failed' END
     WHERE space_id = $1 AND id = $2`,
    [claimed.spaceId, claimed.documentId, `Reading it in the background failed: ${reason}.`],
  );
  await markRead(sql, claimed);
}

export async function markRead(sql: Sql, { spaceId, documentId }: ClaimedOriginal): Promise<void> {
  await sql.execute(
    `UPDATE originals SET parser_version = $3, reader = NULL, reader_until = NULL
     WHERE space_id = $1 AND document_id = $2`,
    [spaceId, documentId, parserVersion],
  );
}
