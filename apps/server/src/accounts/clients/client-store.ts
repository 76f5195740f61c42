import type { Sql } from "@khoj/db";
import type { SpaceAccess } from "../../platform/actor.ts";
import { spacesOfPerson } from "../people/person-store.ts";

export interface ClientRow {
  readonly id: string;
  readonly name: string;
  readonly client_id: string;
  readonly scopes: readonly string[];
  readonly made_at: Date;
  readonly used_at: Date | null;
}

const columns = "id, name, client_id, scopes, made_at, used_at";

export async function insertClient(
  sql: Sql,
  client: { id: string; name: string; clientId: string; secretHash: Buffer; scopes: readonly string[] },
): Promise<ClientRow> {
  const [row] = await sql.query<ClientRow>(
    `INSERT INTO client_applications (id, name, client_id, secret_hash, scopes) VALUES ($1, $2, $3, $4, $5)
     RETURNING ${columns}`,
    [client.id, client.name, client.clientId, client.secretHash, client.scopes],
  );
  if (row === undefined) throw new Error("A client application was not made");
  return row;
}

export async function selectClients(query: Sql["query"]): Promise<ClientRow[]> {
  return query<ClientRow>(
    `SELECT ${columns} FROM client_applications WHERE revoked_at IS NULL ORDER BY made_at, id LIMIT 1000`,
  );
}

export async function markClientRevoked(sql: Sql, id: string): Promise<ClientRow | undefined> {
  const [row] = await sql.query<ClientRow>(
    `UPDATE client_applications SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING ${columns}`,
    [id],
  );
  return row;
}

export async function updateSecret(sql: Sql, id: string, secretHash: Buffer): Promise<ClientRow | undefined> {
  const [row] = await sql.query<ClientRow>(
    `UPDATE client_applications SET secret_hash = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING ${columns}`,
    [id, secretHash],
  );
  return row;
}

export async function selectClient(
  query: Sql["query"],
  clientId: string,
): Promise<(ClientRow & { readonly secret_hash: Buffer }) | undefined> {
  const [row] = await query<ClientRow & { secret_hash: Buffer }>(
    `SELECT ${columns}, secret_hash FROM client_applications WHERE client_id = $1 AND revoked_at IS NULL`,
    [clientId],
  );
  return row;
}

/** At most once a minute. */
export async function touchClient(query: Sql["query"], id: string): Promise<void> {
  await query(
    `UPDATE client_applications SET used_at = now()
     WHERE id = $1 AND coalesce(used_at < now() - interval '1 minute', true)`,
    [id],
  );
}

export interface PersonOfPhone {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly active: boolean;
  readonly spaces: readonly SpaceAccess[];
}

export async function selectPersonByPhone(query: Sql["query"], phone: string): Promise<PersonOfPhone | undefined> {
  const [row] = await query<PersonOfPhone>(
    `SELECT person.id, person.email, person.username, person.state = 'active' AS active, ${spacesOfPerson} AS spaces
     FROM people person WHERE person.phone = $1`,
    [phone],
  );
  return row;
}

/** Two that ask at once for the same number wait for each other. */
export async function lockPhone(sql: Sql, phone: string): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('khoj phone ' || $1, 0))", [phone]);
}

export async function setPhone(sql: Sql, personId: string, phone: string): Promise<void> {
  await sql.execute("UPDATE people SET phone = $2 WHERE id = $1", [personId, phone]);
}
