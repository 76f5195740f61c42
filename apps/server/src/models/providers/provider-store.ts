import type { ModelProvider } from "@khoj/contract";
import type { Sql } from "@khoj/db";

export interface ProviderRow {
  readonly id: number;
  readonly name: string;
  readonly kind: ModelProvider["kind"];
  readonly base_url: string | null;
  readonly set_by: ModelProvider["set_by"];
}

const columns = "id, name, kind, base_url, set_by";

export function listProviders(sql: Sql): Promise<(ProviderRow & { readonly models: number })[]> {
  return sql.query(
    `SELECT ${columns}, (SELECT count(*)::int FROM chat_models WHERE provider_id = model_providers.id) AS models
     FROM model_providers ORDER BY id`,
  );
}

export async function findProvider(sql: Sql, id: number): Promise<ProviderRow | undefined> {
  const [row] = await sql.query<ProviderRow>(`SELECT ${columns} FROM model_providers WHERE id = $1`, [id]);
  return row;
}

/** So that neither it nor its key is changed until this transaction ends; `FOR UPDATE` by whoever changes them. */
export async function holdProvider(
  sql: Sql,
  id: number,
  how: "FOR SHARE" | "FOR UPDATE",
): Promise<ProviderRow | undefined> {
  const [row] = await sql.query<ProviderRow>(`SELECT ${columns} FROM model_providers WHERE id = $1 ${how}`, [id]);
  return row;
}

export async function insertProvider(sql: Sql, provider: Omit<ProviderRow, "id">): Promise<number> {
  const [row] = await sql.query<{ id: number }>(
    "INSERT INTO model_providers (name, kind, base_url, set_by) VALUES ($1, $2, $3, $4) RETURNING id",
    [provider.name, provider.kind, provider.base_url, provider.set_by],
  );
  if (!row) throw new Error("A provider was inserted and has no id");
  return row.id;
}

export async function updateProvider(sql: Sql, { id, name, base_url }: ProviderRow): Promise<void> {
  await sql.execute("UPDATE model_providers SET name = $2, base_url = $3 WHERE id = $1", [id, name, base_url]);
}

/** With its models, of chat and of speech. */
export async function deleteProvider(sql: Sql, id: number): Promise<void> {
  await sql.execute("DELETE FROM model_providers WHERE id = $1", [id]);
}

/** Until the transaction ends no other node takes over what its environment names. */
export async function lockProviders(sql: Sql): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtext('khoj.model_providers'))");
}

export async function countProviders(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>("SELECT count(*)::int AS count FROM model_providers");
  return row?.count ?? 0;
}
