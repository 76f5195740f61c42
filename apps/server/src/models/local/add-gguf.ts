import path from "node:path";
import { badRequest } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import {
  type AdoptedGguf,
  adoptGguf,
  ChatFailure,
  findInstalled,
  installLlama,
  llamaFolder,
  openGgufModels,
  readGguf,
  removeInstalled,
} from "@khoj/models";
import type { Events } from "../../audit/index.ts";
import { addChatModel, removeChatModel } from "../chat/change-chat-models.ts";
import { listChatModels } from "../chat/chat-model-store.ts";
import { type Doer, requireLocalProvider } from "../providers/change-providers.ts";

/** How many packages of how many of llama.cpp are in place. */
export type OnPackages = (got: number, of: number) => void;

export interface InstallGgufDeps {
  /** The folder of models. */
  readonly models: string;
  /** The folder, in that of models, that is filled first. */
  readonly part?: string;
  readonly signal?: AbortSignal;
}

/**
 * Copies the file into the folder of models, gets what runs it where that is not here yet, and runs it once: one that
 * cannot be run is told so now, not when somebody asks it.
 */
export async function installGguf(
  { models, part, signal }: InstallGgufDeps,
  file: string,
  onPackages: OnPackages,
): Promise<AdoptedGguf> {
  // What is no model is refused before anything is got.
  await readGguf(file);
  await installLlama({ models, onPackages, part, signal });
  const adopted = await adoptGguf(file, models, { part, signal });
  try {
    await tryGguf(models, adopted.name, signal);
  } catch (error) {
    await removeInstalled(models, adopted.name);
    throw error instanceof ChatFailure ? badRequest(error.message, { cause: error }) : error;
  }
  return adopted;
}

/** Milliseconds that a model may take to be loaded and say a word. */
const patience = 300_000;

async function tryGguf(models: string, name: string, signal: AbortSignal | undefined): Promise<void> {
  const installed = await findInstalled(models, name);
  const [file] = installed?.files ?? [];
  const gguf = openGgufModels({ runtime: llamaFolder(models), patience });
  const place = installed && file && path.join(installed.folder, file.name);
  const model = gguf.open({ file: place, bytes: file?.bytes ?? 0, name, contextTokens: 512, answerTokens: 8 });
  const turns = [{ by: "user", parts: [{ kind: "text", value: "Say hello." }] }] as const;
  try {
    const asked = model.ask({ turns, answerTokens: 8, temperature: 0, ...(signal && { signal }) });
    for await (const piece of asked) if (piece.kind === "end") break;
    signal?.throwIfAborted();
  } finally {
    await gguf.close();
  }
}

export interface GgufFlags {
  /** The name people see. */
  readonly name?: string | undefined;
  readonly context?: number | undefined;
  readonly answer?: number | undefined;
}

/** A larger window takes memory for every token of it, read or not: somebody asks for it who has the memory. */
const usualWindow = 8192;

/** Enters an installed file among the models that answer. One that is there already keeps its place and its numbers. */
export async function enterGguf(
  deps: { readonly events: Events },
  sql: Sql,
  who: Doer,
  { name: model, facts, flags }: AdoptedGguf & { readonly flags: GgufFlags },
): Promise<number> {
  const provider_id = await requireLocalProvider(deps, sql, who);
  const before = (await listChatModels(sql)).find((row) => row.provider_id === provider_id && row.model === model);
  if (before) return before.id;
  const context_tokens = flags.context ?? Math.min(facts.contextTokens ?? 4096, usualWindow);
  const answer_tokens = flags.answer ?? Math.min(2048, Math.floor(context_tokens / 4));
  const name = flags.name ?? facts.name ?? model;
  return addChatModel(deps, sql, who, { provider_id, model, name, sees: false, context_tokens, answer_tokens });
}

/** Takes it from those that answer, then deletes its file. False: no such file is installed. */
export async function removeGguf(
  { events, models }: { readonly events: Events; readonly models: string },
  sql: Sql,
  who: Doer,
  name: string,
): Promise<boolean> {
  const installed = await findInstalled(models, name);
  if (installed?.purpose !== "chat") return false;
  for (const row of await listChatModels(sql))
    if (row.kind === "local" && row.model === installed.name) await removeChatModel({ events }, sql, who, row.id);
  await removeInstalled(models, name);
  return true;
}
