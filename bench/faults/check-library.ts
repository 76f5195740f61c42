import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { adminRole } from "../../packages/db/src/embedded/initialise.ts";
import { type Database, openPool } from "../../packages/db/src/index.ts";
import type { Khoj } from "./khoj.ts";
import type { Ledger } from "./ledger.ts";
import { wordOf } from "./notes.ts";

interface DocumentRow {
  readonly id: string;
  readonly file_name: string;
  readonly state: string;
  readonly text: string | null;
  readonly chunk_count: number;
}

interface ChunkRow {
  readonly document_id: string;
  readonly ordinal: number;
  readonly text: string;
  readonly start_offset: number;
  readonly end_offset: number;
}

/** The rows themselves, past row security, by the password that stands in the data directory. */
export function openRows(data: string): Database {
  const { admin } = JSON.parse(readFileSync(`${data}/pg/passwords.json`, "utf8")) as { admin: string };
  const connection = { host: `${data}/pg/socket`, port: 5432, database: "khoj", user: adminRole, password: admin };
  return openPool(connection, { connections: 1 });
}

/** Rows that agree with each other: chunks are slices of their text, none is without its document, none is missing. */
export async function checkRows(data: string): Promise<readonly DocumentRow[]> {
  const database = openRows(data);
  try {
    return await database.transaction(async (sql) => {
      const documents = await sql.query<DocumentRow>("SELECT id, file_name, state, text, chunk_count FROM documents");
      const chunks = await sql.query<ChunkRow>(
        "SELECT document_id, ordinal, text, start_offset, end_offset FROM chunks ORDER BY document_id, ordinal",
      );
      const lost = await sql.query<{ id: string }>(
        `SELECT document_id AS id FROM originals WHERE document_id NOT IN (SELECT id FROM documents)
         UNION ALL SELECT d.id FROM documents d JOIN deletions x ON d.id = ANY (x.document_ids)`,
      );
      assert.deepEqual(lost, [], "originals without a document, or documents that were deleted");
      checkChunks(documents, chunks);
      return documents;
    });
  } finally {
    await database.close();
  }
}

function checkChunks(documents: readonly DocumentRow[], chunks: readonly ChunkRow[]): void {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const counts = new Map<string, number>();
  for (const chunk of chunks) {
    const document = byId.get(chunk.document_id);
    assert(document !== undefined, `chunk ${chunk.ordinal} of ${chunk.document_id} has no document`);
    const place = counts.get(chunk.document_id) ?? 0;
    assert.equal(chunk.ordinal, place, `the chunks of ${document.file_name} are not 0, 1, 2, …`);
    counts.set(chunk.document_id, place + 1);
    const slice = document.text?.slice(chunk.start_offset, chunk.end_offset);
    assert.equal(chunk.text, slice, `chunk ${chunk.ordinal} of ${document.file_name} is no part of its text`);
  }
  for (const { id, file_name, chunk_count } of documents)
    assert.equal(counts.get(id) ?? 0, chunk_count, `${file_name} has lost or gained chunks`);
}

/** Every acknowledged file is there once with its text; what was deleted is nowhere; search says what the rows say. */
export async function checkLibrary(khoj: Khoj, ledger: Ledger, toSearch: readonly string[]): Promise<string> {
  const documents = await checkRows(khoj.data);
  const texts = new Map<string, string | undefined>();
  for (const { file_name, text, state } of documents) {
    assert(!texts.has(file_name), `${file_name} is there more than once`);
    assert.equal(state, "indexed", `${file_name} is ${state}`);
    texts.set(file_name, text ?? undefined);
  }
  for (const name of ledger.names()) {
    const seen = texts.get(name);
    const allowed = ledger.allowed(name);
    assert(allowed.has(seen), `${name} ${describe(seen)}, though ${[...allowed].map(describe).join(" or ")} was told`);
    ledger.settle(name, seen);
    texts.delete(name);
  }
  assert.deepEqual([...texts.keys()], [], "files that nobody sent");
  for (const name of toSearch) await checkAnswers(khoj, ledger, name);
  return `${documents.length} files as acknowledged, ${toSearch.length} asked for by search and by name`;
}

async function checkAnswers(khoj: Khoj, ledger: Ledger, name: string): Promise<void> {
  const [text] = ledger.allowed(name);
  const file = await khoj.ask("GET", `/api/content/file?file_name=${encodeURIComponent(name)}`);
  if (text === undefined) assert.equal(file.status, 404, `${name} was deleted and is shown`);
  else assert.equal(file.json<{ raw_text: string }>().raw_text, text, `${name} is shown with another text`);
  if (text !== undefined) assert.deepEqual(await filesWith(khoj, wordOf(text)), [name], `search for ${name}`);
  for (const old of ledger.past(name).slice(-3))
    assert.deepEqual(await filesWith(khoj, wordOf(old)), [], `search finds an earlier text of ${name}`);
}

/** The files whose passages have this word. */
export async function filesWith(khoj: Khoj, word: string): Promise<readonly string[]> {
  const answer = await khoj.ask("GET", `/api/search?n=20&q=${encodeURIComponent(word)}`);
  assert.equal(answer.status, 200, `search was answered ${answer.status}: ${answer.text.slice(0, 200)}`);
  const hits = answer.json<readonly { entry: string; additional: { file: string } }[]>();
  return [...new Set(hits.filter((hit) => hit.entry.includes(word)).map((hit) => hit.additional.file))];
}

const describe = (text: string | undefined): string => (text === undefined ? "absent" : `"${wordOf(text)}"`);
