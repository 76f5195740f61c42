import pg from "pg";
import { schema } from "./pool-database.ts";
import { scramVerifier } from "./scram-verifier.ts";

/** Names are ours or the operator's, never a person's input; quoted all the same. */
const quoted = (name: string): string => pg.escapeIdentifier(name);

/** Makes a login role without any power; gives one that is there this password. */
export async function ensureLoginRole(admin: pg.ClientBase, name: string, password: string): Promise<void> {
  const found = await admin.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [name]);
  // Said on creation only: PostgreSQL lets a role with CREATEROLE take away just the rights it has itself.
  const [verb, rights] = found.rowCount === 0 ? ["CREATE", "NOCREATEDB NOCREATEROLE NOINHERIT"] : ["ALTER", ""];
  await admin.query(
    `${verb} ROLE ${quoted(name)} LOGIN ${rights} PASSWORD ${pg.escapeLiteral(scramVerifier(password))}`,
  );
}

/** Makes the database of the embedded server, owned by `owner`, closed to everybody else. */
export async function ensureDatabase(admin: pg.ClientBase, name: string, owner: string): Promise<void> {
  const found = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (found.rowCount === 0) await admin.query(`CREATE DATABASE ${quoted(name)} OWNER ${quoted(owner)}`);
  await admin.query(`REVOKE ALL ON DATABASE ${quoted(name)} FROM PUBLIC`);
}

/**
 * What the serving role may do: read and write rows. Not own, not define, not truncate, not touch the schema's history,
 * and events it may only add and read.
 */
export async function grantServing(owner: pg.ClientBase, role: string): Promise<void> {
  const database = (await owner.query<{ name: string }>("SELECT current_database() AS name")).rows[0]?.name ?? "";
  await owner.query(`
    GRANT CONNECT ON DATABASE ${quoted(database)} TO ${quoted(role)};
    GRANT USAGE ON SCHEMA ${schema} TO ${quoted(role)};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${quoted(role)};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${quoted(role)};
    REVOKE INSERT, UPDATE, DELETE ON ${schema}.migrations FROM ${quoted(role)};
  `);
  const events = await owner.query(`SELECT to_regclass('${schema}.events') IS NOT NULL AS there`);
  if (events.rows[0]?.there === true) {
    await owner.query(`REVOKE UPDATE, DELETE ON ${schema}.events FROM ${quoted(role)}`);
  }
}
