import { createHash } from "node:crypto";
import { KhojError } from "@khoj/contract";
import type pg from "pg";
import type { Migration } from "./migration.ts";
import { schema } from "./pool-database.ts";

/** Migrations that a database has not seen yet, after checking that what it has seen is what this version knows. */
export async function pendingMigrations(
  owner: pg.ClientBase,
  known: readonly Migration[],
): Promise<readonly Migration[]> {
  const applied = await readApplied(owner);
  const newest = known.at(-1)?.number ?? 0;
  const newer = applied.find(({ number }) => number > newest);
  if (newer !== undefined) {
    throw new KhojError(
      "conflict",
      `the database was written by a newer Khoj: its schema has step ${newer.number} (${newer.name}), this version knows ${newest}; start the newer version again`,
      { details: { found: newer.number, known: newest } },
    );
  }
  for (const migration of known) {
    const seen = applied.find(({ number }) => number === migration.number);
    if (seen !== undefined && seen.checksum !== checksum(migration)) {
      throw new KhojError(
        "conflict",
        `schema step ${migration.number} (${migration.name}) is not the one this database was built with; take the program's files from one released version`,
        { details: { number: migration.number } },
      );
    }
  }
  return known.filter(({ number }) => applied.every((seen) => seen.number !== number));
}

/**
 * Brings the schema up to date as its owner: forward only, each step in a transaction of its own, one node at a time.
 * Returns the numbers applied.
 */
export async function migrate(owner: pg.ClientBase, known: readonly Migration[]): Promise<readonly number[]> {
  await owner.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await owner.query("SELECT pg_advisory_lock($1)", [lockNumber]);
  try {
    await owner.query(history);
    const pending = await pendingMigrations(owner, known);
    for (const migration of pending) await apply(owner, migration);
    return pending.map(({ number }) => number);
  } finally {
    await owner.query("SELECT pg_advisory_unlock($1)", [lockNumber]);
  }
}

const lockNumber = 5_464_656; // "SchP": one lock for everybody who migrates this database

const history = `
  CREATE TABLE IF NOT EXISTS ${schema}.migrations (
    number integer PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  )`;

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

async function readApplied(owner: pg.ClientBase): Promise<readonly Applied[]> {
  const there = await owner.query(`SELECT to_regclass('${schema}.migrations') IS NOT NULL AS there`);
  if (there.rows[0]?.there !== true) return [];
  return (await owner.query<Applied>(`SELECT number, name, checksum FROM ${schema}.migrations ORDER BY number`)).rows;
}

async function apply(owner: pg.ClientBase, migration: Migration): Promise<void> {
  await owner.query("BEGIN");
  try {
    await owner.query(migration.sql);
    for (const table of migration.contentTables) await owner.query(guardBySpace(table));
    await owner.query(`INSERT INTO ${schema}.migrations (number, name, checksum) VALUES ($1, $2, $3)`, [
      migration.number,
      migration.name,
      checksum(migration),
    ]);
    await owner.query("COMMIT");
  } catch (error) {
    await owner.query("ROLLBACK").catch(() => {});
    throw failed(migration, error);
  }
}

// The driver's own error is left behind: in a step that moves data its message may quote a note.
function failed({ number, name }: Migration, error: unknown): KhojError {
  const sqlstate = String((error as { code?: unknown }).code ?? "none");
  return new KhojError("internal", `schema step ${number} (${name}) failed (SQLSTATE ${sqlstate}) and was undone`, {
    details: { number, sqlstate },
  });
}

/**
 * Row security of a content table, for its owner too. The setting is read in a sub-select, so that it is evaluated once
 * a statement and not once a row; and by IN, which is a filter to the planner: as a condition on an index it made the
 * planner think that hardly any row is left, and any index that begins with the space as good as the right one.
 * TRUNCATE knows no row security: a trigger refuses it.
 */
export function guardBySpace(table: string): string {
  const seen = "space_id IN (SELECT unnest(string_to_array(current_setting('khoj.spaces', true), ',')::uuid[]))";
  return `
    ALTER TABLE ${schema}.${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${schema}.${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY by_space ON ${schema}.${table} USING (${seen}) WITH CHECK (${seen});
    CREATE OR REPLACE FUNCTION ${schema}.refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'content is deleted by row, never truncated'; END $$;
    CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON ${schema}.${table}
      FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.refuse_truncate();
  `;
}

const checksum = ({ sql, contentTables }: Migration): string =>
  createHash("sha256").update(sql).update(contentTables.join(",")).digest("hex");
