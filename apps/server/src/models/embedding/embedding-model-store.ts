import type { Sql } from "@khoj/db";
import type { EmbeddingModel } from "@khoj/models";

export interface ModelRow {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly dimensions: number;
  readonly state: "serving" | "filling" | "retired";
}

export const channel = "khoj_embedding";

export const selectModels = (sql: Sql): Promise<ModelRow[]> =>
  sql.query<ModelRow & Record<string, unknown>>(
    "SELECT id, key, name, dimensions, state FROM embedding_models ORDER BY id",
  );

/** Until the transaction ends no other node changes which model serves. */
export async function lockModels(sql: Sql): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtext('khoj_embedding'))");
}

/** Until the transaction ends nobody changes which model serves, nor which is chosen; others may hold them as well. */
export async function holdModels(sql: Sql): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock_shared(hashtext('khoj_embedding'))");
}

/** A number is never given twice: vectors and documents may still name the model that had it. */
export async function insertModel(
  sql: Sql,
  { key, name, dimensions }: Pick<EmbeddingModel, "key" | "name" | "dimensions">,
  state: "serving" | "filling",
): Promise<void> {
  await sql.execute(
    `WITH last AS (
       INSERT INTO instance_settings (name, value) VALUES ('embedding_last_id', '1')
       ON CONFLICT (name) DO UPDATE SET value = to_jsonb(instance_settings.value::int + 1) RETURNING value)
     INSERT INTO embedding_models (id, key, name, dimensions, state) SELECT value::int, $1, $2, $3, $4 FROM last`,
    [key, name, dimensions, state],
  );
}

/** Its vectors are to go. Its key is free: chosen again it begins anew, under another number. */
export async function retireModel(sql: Sql, id: number): Promise<void> {
  await sql.execute("UPDATE embedding_models SET state = 'retired', key = key || ' retired ' || id WHERE id = $1", [
    id,
  ]);
}

export async function makeServing(sql: Sql, id: number): Promise<void> {
  await sql.execute("UPDATE embedding_models SET state = 'serving' WHERE id = $1", [id]);
}

export async function deleteModel(sql: Sql, id: number): Promise<void> {
  await sql.execute("DELETE FROM embedding_models WHERE id = $1 AND state = 'retired'", [id]);
}

/** Every node, this one included, looks again once the transaction commits. */
export async function announceModels(sql: Sql): Promise<void> {
  await sql.query("SELECT pg_notify($1, '')", [channel]);
}
