import { KhojError } from "@khoj/contract";
import type { Database } from "./database.ts";
import type { Migration } from "./migration.ts";
import { schema } from "./pool-database.ts";

export interface DatabaseDescription {
  readonly kind: "embedded" | "external";
  /** PostgreSQL's version, such as "18.4". */
  readonly version: string;
  /** The data directory, or host:port/database. */
  readonly place: string;
  /** The role the server works as. */
  readonly role: string;
  /** The newest step of the schema. */
  readonly schemaStep: number;
  /** True when row security is forced on every content table. */
  readonly rowSecurityForced: boolean;
  /** What is weaker than it should be, with the cure, one sentence each. */
  readonly warnings: readonly string[];
}

export type Known = Pick<DatabaseDescription, "kind" | "place" | "warnings">;

/** Asks the database itself, as the serving role, what it is. */
export async function describeDatabase(
  database: Database,
  migrations: readonly Migration[],
  known: Known,
): Promise<DatabaseDescription> {
  const { found, tables } = await ask(database, migrations);
  if (found === undefined) throw new KhojError("internal", "the database did not describe itself");
  return {
    ...known,
    version: found.version,
    role: found.role,
    schemaStep: found.step,
    rowSecurityForced: found.forced === tables.length,
  };
}

/** Refuses to serve as a role that row security does not bind, or from tables on which it is not forced. */
export async function refuseUnboundRole(database: Database, migrations: readonly Migration[]): Promise<void> {
  const { found, tables } = await ask(database, migrations);
  if (found === undefined || found.superuser || found.bypass) {
    const power = found?.superuser ? "is a superuser" : "has BYPASSRLS";
    throw new KhojError(
      "not_configured",
      `POSTGRES_USER: the role ${found?.role} ${power}, so that the database could not keep one person's notes from another; serve as a role that is neither, or give POSTGRES_USER the right to create roles`,
    );
  }
  if (found.forced !== tables.length) {
    throw new KhojError(
      "conflict",
      `row security is not forced on every content table of the schema ${schema}; somebody changed it: ALTER TABLE … FORCE ROW LEVEL SECURITY on ${tables.join(", ")}`,
    );
  }
}

interface Found {
  readonly version: string;
  readonly role: string;
  readonly superuser: boolean;
  readonly bypass: boolean;
  readonly step: number;
  readonly forced: number;
}

async function ask(database: Database, migrations: readonly Migration[]) {
  const tables = migrations.flatMap(({ contentTables }) => contentTables);
  const [found] = await database.transaction((sql) => sql.query<Found>(question, [tables]));
  return { found, tables };
}

const question = `
  SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
         current_user AS role, rolsuper AS superuser, rolbypassrls AS bypass,
         (SELECT max(number) FROM ${schema}.migrations) AS step,
         (SELECT count(*)::integer FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = '${schema}' AND c.relname = ANY ($1::text[])
            AND c.relrowsecurity AND c.relforcerowsecurity) AS forced
  FROM pg_roles WHERE rolname = current_user`;
