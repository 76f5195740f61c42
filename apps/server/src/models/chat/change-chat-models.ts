import { badRequest, conflict, type ModelChange, type NewModel, notFound } from "@khoj/contract";
import { type Sql, violates } from "@khoj/db";
import type { z } from "zod";
import type { Events } from "../../audit/index.ts";
import { type Doer, requireProvider } from "../providers/change-providers.ts";
import { requireProof } from "../require-proof.ts";
import {
  type ChatModelRow,
  deleteChatModel,
  insertChatModel,
  listChatModels,
  lockChatModels,
  orderChatModels,
  type ProvidedModelRow,
  putFirst,
  updateChatModel,
} from "./chat-model-store.ts";

interface Deps {
  readonly events: Events;
}

export async function addChatModel(
  { events }: Deps,
  sql: Sql,
  who: Doer,
  given: z.output<typeof NewModel>,
): Promise<number> {
  await requireProvider(sql, given.provider_id);
  const name = given.name ?? given.model;
  const { price_in = null, price_out = null, strengths = null, description = null } = given;
  const row = { ...given, name, price_in, price_out, strengths, description };
  const id = await insertChatModel(sql, row).catch((error: unknown) => {
    if (violates(error, "chat_models_provider_id_model_key"))
      throw conflict(`This provider's model ${given.model} is there already; change it instead`);
    throw error;
  });
  await record(events, sql, who, { kind: "model.added", id, facts: { name, model: given.model } });
  return id;
}

export async function changeChatModel(
  { events }: Deps,
  sql: Sql,
  who: Doer,
  { id, change }: { readonly id: number; readonly change: ModelChange },
): Promise<void> {
  const { make_default, enabled, position, ...facts } = change;
  if (make_default || enabled !== undefined || position !== undefined) requireProof(who);
  if (make_default && position !== undefined)
    throw badRequest("make_default gives it a place as well; give one of make_default and position");
  if (position !== undefined) await lockChatModels(sql);
  const before = await requireChatModel(sql, id);
  const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  const after: ChatModelRow = { ...before, ...given, is_enabled: enabled ?? (make_default || before.is_enabled) };
  await updateChatModel(sql, after);
  if (make_default) await putFirst(sql, id);
  if (position !== undefined) await move(sql, id, position);
  const changed = Object.keys(change).join(" ");
  await record(events, sql, who, {
    kind: "model.changed",
    id,
    facts: { name: after.name, model: after.model, changed },
  });
}

/** A place after the last one is the last one. */
async function move(sql: Sql, id: number, position: number): Promise<void> {
  const others = (await listChatModels(sql)).map((model) => model.id).filter((other) => other !== id);
  await orderChatModels(sql, others.toSpliced(position - 1, 0, id));
}

export async function removeChatModel({ events }: Deps, sql: Sql, who: Doer, id: number): Promise<void> {
  const { name, model } = await requireChatModel(sql, id);
  await deleteChatModel(sql, id);
  await record(events, sql, who, { kind: "model.removed", id, facts: { name, model } });
}

export async function requireChatModel(sql: Sql, id: number): Promise<ProvidedModelRow> {
  const found = (await listChatModels(sql)).find((model) => model.id === id);
  if (!found) throw notFound("Model", String(id));
  return found;
}

const record = (
  events: Events,
  sql: Sql,
  by: Doer,
  { kind, id, facts }: { readonly kind: string; readonly id: number; readonly facts: Readonly<Record<string, string>> },
): Promise<void> =>
  events.record({ kind, outcome: "done", ...by, target: { kind: "model", id: String(id) }, facts }, sql);
