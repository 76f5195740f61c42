import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { adminRole } from "../embedded/initialise.ts";

/** A database as an operator gives it: empty, with a role that owns it and may make another. */
export interface OperatorDatabase {
  /** What a server is told of it. */
  readonly environment: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

export async function makeOperatorDatabase(): Promise<OperatorDatabase> {
  const { host, port, adminPassword } = inject("khojTestServer");
  const name = `operator_${randomBytes(6).toString("hex")}`;
  const password = randomBytes(16).toString("hex");
  const asAdmin = async (...texts: string[]): Promise<void> => {
    const admin = new pg.Client({ host, port, database: "postgres", user: adminRole, password: adminPassword });
    await admin.connect();
    for (const text of texts) await admin.query(text);
    await admin.end();
  };
  await asAdmin(
    `CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD '${password}'`,
    `CREATE DATABASE ${name} OWNER ${name} TEMPLATE template0 ENCODING 'UTF8'`,
  );
  return {
    environment: {
      POSTGRES_HOST: host,
      POSTGRES_PORT: String(port),
      POSTGRES_DB: name,
      POSTGRES_USER: name,
      POSTGRES_PASSWORD: password,
    },
    drop: () => asAdmin(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}
