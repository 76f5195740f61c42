import { KhojError } from "@khoj/contract";
import type pg from "pg";
import type { ExternalPlace } from "../open-external.ts";
import { schema } from "../pool-database.ts";
import { isNear, type SignedIn } from "./connect-once.ts";

export interface Inspected {
  readonly mayMakeRoles: boolean;
  readonly warnings: readonly string[];
}

const oldest = 15;

/** Refuses a database Khoj must not use, all reasons at once; answers what it may do there and what is weak about it. */
export async function inspectExternal(owner: pg.Client, place: ExternalPlace, signedIn: SignedIn): Promise<Inspected> {
  const [found] = (await owner.query<Found>(question)).rows;
  if (found === undefined) throw new KhojError("internal", "the database did not describe itself");
  const problems = reasonsAgainst(found, place);
  if (problems.length > 0) throw new KhojError("not_configured", problems.join("\n"), { details: { problems } });
  const mayMakeRoles = found.superuser || found.create_role;
  return { mayMakeRoles, warnings: await weaknesses(owner, found, place, signedIn) };
}

interface Found {
  readonly version: number;
  readonly encoding: string;
  readonly django: boolean;
  readonly superuser: boolean;
  readonly create_role: boolean;
  readonly bypass: boolean;
  readonly may_create: boolean;
}

const question = `
  SELECT current_setting('server_version_num')::integer / 10000 AS version,
         current_setting('server_encoding') AS encoding,
         EXISTS (SELECT FROM pg_class WHERE relname = 'django_migrations' AND relkind = 'r') AS django,
         rolsuper AS superuser, rolcreaterole AS create_role, rolbypassrls AS bypass,
         has_database_privilege(current_database(), 'CREATE')
           OR EXISTS (SELECT FROM pg_namespace WHERE nspname = '${schema}' AND nspowner = pg_roles.oid) AS may_create
  FROM pg_roles WHERE rolname = current_user`;

function reasonsAgainst(found: Found, { database, user }: ExternalPlace): string[] {
  const reasons: string[] = [];
  if (found.version < oldest) {
    reasons.push(`POSTGRES_HOST: it runs PostgreSQL ${found.version}, Khoj needs ${oldest} or newer; upgrade it`);
  }
  if (found.encoding !== "UTF8") {
    reasons.push(
      `POSTGRES_DB: ${database} is encoded in ${found.encoding}; create one in UTF8: createdb -E UTF8 -T template0 …`,
    );
  }
  if (found.django) {
    reasons.push(
      `POSTGRES_DB: ${database} holds the tables of another Khoj (django_migrations), which this one does not read yet; create an empty database and name it here`,
    );
  }
  if (!found.may_create) {
    reasons.push(
      `POSTGRES_USER: ${user} may not create the schema ${schema}; GRANT CREATE ON DATABASE ${database} TO ${user}`,
    );
  }
  if (found.bypass && !found.superuser && !found.create_role) {
    reasons.push(
      `POSTGRES_USER: ${user} has BYPASSRLS and would have to serve, since it may not create roles; ALTER ROLE ${user} NOBYPASSRLS`,
    );
  }
  return reasons;
}

async function weaknesses(
  owner: pg.Client,
  found: Found,
  { host, user }: ExternalPlace,
  { asked, encryption }: SignedIn,
): Promise<string[]> {
  const warnings: string[] = [];
  if (asked === "none" && (await isTrusted(owner, found, host))) {
    warnings.push(`${host} lets ${user} in without a password (trust); set scram-sha-256 in its pg_hba.conf`);
  }
  if (asked === "md5" || asked === "clear") {
    warnings.push(`${host} asks for the password as ${asked}; set scram-sha-256 in its pg_hba.conf`);
  }
  if (encryption === undefined && !isNear(host)) {
    warnings.push(`the connection to ${host} is not encrypted; set ssl = on there`);
  }
  if (encryption === "unverified") {
    warnings.push(`the certificate of ${host} is signed by nobody known here; name its CA in NODE_EXTRA_CA_CERTS`);
  }
  return warnings;
}

/** No question asked is trust, unless a socket's peer answered it: PostgreSQL 16 and newer can tell. */
async function isTrusted(owner: pg.Client, found: Found, host: string): Promise<boolean> {
  if (found.version < 16) return !host.startsWith("/");
  const [told] = (await owner.query<{ how: string | null }>("SELECT system_user AS how")).rows;
  return told?.how === null;
}
