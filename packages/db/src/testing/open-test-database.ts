import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import type { Database } from "../database.ts";
import { adminRole } from "../embedded/initialise.ts";
import { openPool } from "../pool-database.ts";
import { ownerRole, servingRole, templateDatabase } from "./global-setup.ts";

export interface TestDatabase {
  /** As the server sees it: the serving role, row security in force. */
  readonly database: Database;
  readonly name: string;
  /** A session of the schema's owner, for looking behind the curtain. Ends with `drop`. */
  owner(): Promise<pg.Client>;
  /** Ends the sessions and removes the database. */
  drop(): Promise<void>;
}

/** A database of this test file's own, cloned from the migrated template. Call `drop` in afterAll. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { host, port, adminPassword, ownerPassword, serverPassword } = inject("khojTestServer");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const asAdmin = async (text: string): Promise<void> => {
    const admin = new pg.Client({ host, port, database: "postgres", user: adminRole, password: adminPassword });
    await admin.connect();
    await admin.query(text).finally(() => admin.end());
  };
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${templateDatabase} OWNER ${ownerRole} STRATEGY file_copy`);
  // Rights on the database itself are not cloned with it.
  await asAdmin(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  await asAdmin(`GRANT CONNECT ON DATABASE ${name} TO ${servingRole}`);
  const database = openPool({ host, port, database: name, user: servingRole, password: serverPassword });
  const owners: pg.Client[] = [];
  return {
    database,
    name,
    async owner() {
      const options = "-c search_path=khoj";
      const client = new pg.Client({ host, port, database: name, user: ownerRole, password: ownerPassword, options });
      await client.connect();
      owners.push(client);
      return client;
    },
    async drop() {
      await Promise.all([database.close(), ...owners.map((client) => client.end())]);
      await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

export { makeDataDirectory } from "./data-directory.ts";
export { makeOperatorDatabase, type OperatorDatabase } from "./make-operator-database.ts";
export { type PgvectorSystem, pgvectorSystem } from "./pgvector-system.ts";
export { type PgvectorServer, startPgvector } from "./start-pgvector.ts";
