import { quotingAnswerer } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { listChatModels, type ProvidedModelRow } from "./chat-model-store.ts";

/** What a person prefers is kept with the person; this room knows only these two. */
export interface Preferences {
  preference(actor: Actor, name: string): Promise<unknown>;
  setPreference(actor: Actor, name: string, value: unknown): Promise<void>;
}

export interface ChoiceDeps {
  readonly database: Database;
  readonly preferences: Preferences;
}

export interface Choice {
  /** Those that may be chosen, in order. */
  readonly models: readonly ProvidedModelRow[];
  /** What the person chose, or the default: a model's id, or the quoting answerer's. */
  readonly chosen: number;
}

const setting = "chat_model";

export async function readChoice({ database, preferences }: ChoiceDeps, actor: Actor): Promise<Choice> {
  const models = (await database.transaction(listChatModels)).filter(({ is_enabled }) => is_enabled);
  const kept = z
    .int()
    .optional()
    .catch(undefined)
    .parse(await preferences.preference(actor, setting));
  const isThere = kept === quotingAnswerer.id || models.some(({ id }) => id === kept);
  return { models, chosen: kept !== undefined && isThere ? kept : (models[0]?.id ?? quotingAnswerer.id) };
}

/** Undefined: whatever is the default. False: there is no such model. */
export async function choose(deps: ChoiceDeps, actor: Actor, id: number | undefined): Promise<boolean> {
  const { models } = await readChoice(deps, actor);
  const isThere = id === undefined || id === quotingAnswerer.id || models.some((model) => model.id === id);
  if (isThere) await deps.preferences.setPreference(actor, setting, id ?? null);
  return isThere;
}

/** Whom to ask for this person: the one they chose, then the rest; those that see first, where a picture is to be seen. */
export async function orderChain(deps: ChoiceDeps, actor: Actor, needsSight: boolean): Promise<ProvidedModelRow[]> {
  const { models, chosen } = await readChoice(deps, actor);
  if (chosen === quotingAnswerer.id) return [];
  const rank = ({ id, sees }: ProvidedModelRow) => (needsSight && !sees ? 2 : 0) + (id === chosen ? 0 : 1);
  return models.toSorted((a, b) => rank(a) - rank(b));
}
