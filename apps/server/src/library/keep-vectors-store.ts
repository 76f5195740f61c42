import type { Sql } from "@khoj/db";

/** What is embedded of a chunk, by its hash: equal hashes mean equal vectors. */
const inputHash = "decode(md5(array_to_string(c.headings, E'\\n') || E'\\n\\n' || c.text), 'hex')";

/** The next number of commits that bring vectors. The space's row is locked by it until the transaction ends. */
const nextVectorRevision = `
  UPDATE spaces SET vector_revision = vector_revision + 1 WHERE id = $1::uuid RETURNING vector_revision AS revision`;

/**
 * After documents were written anew: chunks whose words are those of before keep their vectors, wherever they stand now,
 * and vectors of words that are gone go with them. In the transaction of the writing.
 */
export async function keepVectors(sql: Sql, spaceId: string, documentIds: readonly string[]): Promise<void> {
  const held = await sql.query("SELECT 1 FROM vectors WHERE space_id = $1 AND document_id = ANY($2::uuid[]) LIMIT 1", [
    spaceId,
    documentIds,
  ]);
  if (held.length === 0) return;
  await sql.execute(
    `WITH next AS (${nextVectorRevision}),
     old AS (
       DELETE FROM vectors WHERE space_id = $1::uuid AND document_id = ANY($2::uuid[])
       RETURNING document_id, model_id, input_hash, part, vector),
     known AS (SELECT DISTINCT ON (document_id, model_id, input_hash, part) * FROM old
       ORDER BY document_id, model_id, input_hash, part)
     INSERT INTO vectors (space_id, document_id, model_id, ordinal, part, input_hash, revision, vector)
     SELECT c.space_id, c.document_id, k.model_id, c.ordinal, k.part, k.input_hash, (SELECT revision FROM next), k.vector
     FROM chunks c JOIN known k ON k.document_id = c.document_id AND k.input_hash = ${inputHash}
     WHERE c.space_id = $1::uuid AND c.document_id = ANY($2::uuid[])`,
    [spaceId, documentIds],
  );
}

export { inputHash, nextVectorRevision };
