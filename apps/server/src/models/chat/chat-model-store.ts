import type { Sql } from "@khoj/db";
import type { ProviderRow } from "../providers/provider-store.ts";

export interface ChatModelRow {
  readonly id: number;
  readonly provider_id: number;
  readonly model: string;
  readonly name: string;
  readonly is_enabled: boolean;
  readonly sees: boolean;
  readonly context_tokens: number;
  readonly answer_tokens: number;
  readonly price_in: number | null;
  readonly price_out: number | null;
  readonly strengths: string | null;
  readonly description: string | null;
}

/** A model with the provider that has it. */
export interface ProvidedModelRow extends ChatModelRow {
  readonly provider: string;
  readonly kind: ProviderRow["kind"];
  readonly base_url: string | null;
}

/** All models, in the order in which they are tried: the first enabled one is the default. */
export function listChatModels(sql: Sql): Promise<ProvidedModelRow[]> {
  return sql.query(
    `SELECT model.id, model.provider_id, model.model, model.name, model.is_enabled, model.sees, model.context_tokens,
       model.answer_tokens, model.price_in::float8, model.price_out::float8, model.strengths, model.description,
       provider.name AS provider, provider.kind, provider.base_url
     FROM chat_models model JOIN model_providers provider ON provider.id = model.provider_id
     ORDER BY model.position, model.id`,
  );
}

export async function insertChatModel(sql: Sql, model: Omit<ChatModelRow, "id" | "is_enabled">): Promise<number> {
  const [row] = await sql.query<{ id: number }>(
    `INSERT INTO chat_models (provider_id, model, name, position, sees, context_tokens, answer_tokens, price_in,
       price_out, strengths, description)
     VALUES ($1, $2, $3, (SELECT coalesce(max(position), 0) + 1 FROM chat_models), $4, $5, $6, $7, $8, $9, $10)
     RETURNING id`,
    [
      model.provider_id,
      model.model,
      model.name,
      model.sees,
      model.context_tokens,
      model.answer_tokens,
      model.price_in,
      model.price_out,
      model.strengths,
      model.description,
    ],
  );
  if (!row) throw new Error("A model was inserted and has no id");
  return row.id;
}

export async function updateChatModel(sql: Sql, model: ChatModelRow): Promise<void> {
  await sql.execute(
    `UPDATE chat_models SET name = $2, is_enabled = $3, sees = $4, context_tokens = $5, answer_tokens = $6,
       price_in = $7, price_out = $8, strengths = $9, description = $10
     WHERE id = $1`,
    [
      model.id,
      model.name,
      model.is_enabled,
      model.sees,
      model.context_tokens,
      model.answer_tokens,
      model.price_in,
      model.price_out,
      model.strengths,
      model.description,
    ],
  );
}

/** Gives each the place it has in the list, from 1 on. */
export async function orderChatModels(sql: Sql, ids: readonly number[]): Promise<void> {
  await sql.execute(
    `UPDATE chat_models SET position = place.number
     FROM unnest($1::integer[]) WITH ORDINALITY AS place (id, number) WHERE chat_models.id = place.id`,
    [ids],
  );
}

/** Until the transaction ends nobody else changes which models there are, and in which order. */
export async function lockChatModels(sql: Sql): Promise<void> {
  await sql.execute("LOCK TABLE chat_models IN SHARE ROW EXCLUSIVE MODE");
}

export async function putFirst(sql: Sql, id: number): Promise<void> {
  await sql.execute(
    "UPDATE chat_models SET position = (SELECT coalesce(min(position), 0) - 1 FROM chat_models) WHERE id = $1",
    [id],
  );
}

export async function deleteChatModel(sql: Sql, id: number): Promise<void> {
  await sql.execute("DELETE FROM chat_models WHERE id = $1", [id]);
}
