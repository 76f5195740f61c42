import { KhojError } from "@khoj/contract";
import pg from "pg";
import { guardBySpace } from "./migrate.ts";
import { schema } from "./pool-database.ts";

/** Who searches vectors: this process in its memory, or the database by pgvector; `auto`: the database when they are many. */
export interface VectorsWish {
  readonly by: "memory" | "database" | "auto";
  /** So many stay in memory where `auto` decides. */
  readonly inMemory: number;
}

/** The database searches vectors: where the extension's types and operators stand. */
export interface NearVectors {
  /** A schema's name, quoted. */
  readonly extension: string;
}

export interface PreparedVectors {
  readonly near: NearVectors | undefined;
  readonly warnings: readonly string[];
}

/** halfvec came with 0.7, scans that go on until enough passes with 0.8. */
const oldest = [0, 8] as const;

const none: PreparedVectors = { near: undefined, warnings: [] };

/**
 * Makes what the database needs to search vectors, as the schema's owner, where that was asked for. What `vectors` holds is
 * filled in by whoever searches; what is deleted there goes here in the same transaction, by its foreign key. It stays when
 * memory is asked for again: then it is no longer filled, but deletions reach it all the same.
 */
export async function prepareNearVectors(owner: pg.ClientBase, wish: VectorsWish): Promise<PreparedVectors> {
  if (wish.by === "memory") return none;
  const isMany = wish.by === "database" || (await hasMoreVectorsThan(owner, wish.inMemory));
  if (!isMany) return none;
  const extension = await findExtension(owner);
  if ("wrong" in extension) {
    const cure = `${extension.wrong}; install pgvector ${oldest.join(".")} or newer there and say CREATE EXTENSION vector in this database as a superuser`;
    if (wish.by === "database")
      throw new KhojError("not_configured", `KHOJ_VECTORS: ${cure}, or set KHOJ_VECTORS=memory`);
    return { near: undefined, warnings: [`more than ${wish.inMemory} vectors are searched in memory: ${cure}`] };
  }
  const near = { extension: pg.escapeIdentifier(extension.schema) };
  await makeTables(owner, near);
  return { near, warnings: [] };
}

async function hasMoreVectorsThan(owner: pg.ClientBase, most: number): Promise<boolean> {
  // Row security binds the owner too: for this one question it names every space.
  await owner.query("BEGIN READ ONLY");
  try {
    await owner.query("SELECT set_config('khoj.spaces', coalesce(string_agg(id::text, ','), ''), true) FROM spaces");
    const counted = await owner.query<{ vectors: string }>(
      "SELECT count(*) AS vectors FROM (SELECT 1 FROM vectors LIMIT $1) AS counted",
      [most + 1],
    );
    return Number(counted.rows[0]?.vectors) > most;
  } finally {
    await owner.query("COMMIT");
  }
}

async function findExtension(owner: pg.ClientBase): Promise<{ schema: string } | { wrong: string }> {
  const there = await owner.query("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'");
  if (there.rowCount === 0) return { wrong: "this PostgreSQL has no pgvector" };
  let refused = false;
  await owner.query(`CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA ${schema}`).catch(() => {
    refused = true;
  });
  const found = await owner.query<{ schema: string; version: string }>(
    `SELECT n.nspname AS schema, e.extversion AS version
     FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'vector'`,
  );
  const row = found.rows[0];
  if (row === undefined)
    return { wrong: refused ? "this database's owner may not switch pgvector on" : "pgvector is off" };
  if (isOlder(row.version)) return { wrong: `this database has pgvector ${row.version}` };
  return { schema: row.schema };
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
}

async function makeTables(owner: pg.ClientBase, { extension }: NearVectors): Promise<void> {
  await owner.query("BEGIN");
  try {
    await owner.query("SELECT pg_advisory_xact_lock($1)", [lockNumber]);
    const known = await owner.query(`SELECT to_regclass('${schema}.near_vectors') IS NOT NULL AS there`);
    if (known.rows[0]?.there !== true) {
      await owner.query(tables(extension));
      await owner.query(guardBySpace("near_vectors"));
    }
    await owner.query(`ALTER TABLE ${schema}.near_vectors FORCE ROW LEVEL SECURITY`);
    await owner.query(indexing(extension));
    await owner.query("COMMIT");
  } catch (error) {
    await owner.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

const lockNumber = 5_464_657;

const tables = (extension: string): string => `
  CREATE TABLE ${schema}.near_vectors (
    space_id uuid NOT NULL,
    document_id uuid NOT NULL,
    model_id smallint NOT NULL,
    ordinal integer NOT NULL,
    part smallint NOT NULL,
    near ${extension}.halfvec NOT NULL,
    PRIMARY KEY (space_id, document_id, model_id, ordinal, part),
    FOREIGN KEY (space_id, document_id, model_id, ordinal, part) REFERENCES ${schema}.vectors ON DELETE CASCADE
  );
  COMMENT ON TABLE ${schema}.near_vectors IS 'the vectors again, as pgvector searches them: an HNSW index for each model';
  CREATE TABLE ${schema}.near_revisions (
    space_id uuid PRIMARY KEY REFERENCES ${schema}.spaces ON DELETE CASCADE,
    revision bigint NOT NULL
  );
  COMMENT ON TABLE ${schema}.near_revisions IS 'the vector_revision up to which near_vectors has the vectors of a space';`;

/**
 * Lets the serving role, which defines nothing, have a new model's vectors indexed while it runs, and a retired one's index
 * dropped: it names no table, no column and no number. An index is of one model, whose dimensions its type says: a vector of
 * others is refused. HNSW takes up to 4,000.
 */
const indexing = (extension: string): string => `
  CREATE OR REPLACE FUNCTION ${schema}.index_near_vectors() RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = ${schema}, pg_temp AS
  $$
  DECLARE one record;
  BEGIN
    PERFORM pg_advisory_xact_lock(${lockNumber});
    FOR one IN
      SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indrelid = '${schema}.near_vectors'::regclass AND c.relname LIKE 'near\\_of\\_model\\_%'
        AND c.relname NOT IN (SELECT 'near_of_model_' || id FROM embedding_models WHERE state <> 'retired')
    LOOP
      EXECUTE format('DROP INDEX %I', one.name);
    END LOOP;
    FOR one IN
      SELECT id, dimensions FROM embedding_models WHERE state <> 'retired' AND dimensions <= 4000
        AND to_regclass('${schema}.near_of_model_' || id) IS NULL
    LOOP
      EXECUTE format('CREATE INDEX near_of_model_%s ON near_vectors
        USING hnsw ((near::${extension}.halfvec(%s)) ${extension}.halfvec_ip_ops) WHERE model_id = %s',
        one.id, one.dimensions, one.id);
    END LOOP;
  END
  $$;`;
