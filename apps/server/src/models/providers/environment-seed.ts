import type { Database, Sql } from "@khoj/db";
import { ChatFailure, listProviderModels, usualBaseUrls } from "@khoj/models";
import { readSetting, writeSetting } from "../../accounts/index.ts";
import type { Events } from "../../audit/index.ts";
import type { ModelsConfig } from "../../config.ts";
import type { Logger } from "../../platform/log.ts";
import { insertChatModel, putFirst } from "../chat/chat-model-store.ts";
import { keyName, type OpenProviderDeps, openProvider } from "./open-provider.ts";
import { countProviders, insertProvider, listProviders, lockProviders, type ProviderRow } from "./provider-store.ts";
import { factsOf, usualModels } from "./usual-models.ts";

export interface SeedDeps extends OpenProviderDeps {
  readonly database: Database;
  readonly events: Events;
  readonly log: Logger;
  readonly config: Pick<ModelsConfig, "openai" | "anthropic" | "google" | "defaultChatModel">;
}

interface Named extends Pick<ProviderRow, "name" | "kind" | "base_url"> {
  readonly key: string | undefined;
  /** The variables that say its key and its address. */
  readonly variables: { readonly key: string; readonly address?: string };
}

const seeded = "model_providers_seeded";

/** Providers of the environment go into an empty table once. What somebody removes there stays removed. */
export async function seedProviders(deps: SeedDeps): Promise<void> {
  const named = namedProviders(deps.config);
  if (named.length === 0) return;
  const isTaken = await deps.database.transaction(async (sql) => {
    // Of two nodes that start together the second waits here, and finds it done.
    await lockProviders(sql);
    if ((await readSetting(sql, seeded)) !== undefined || (await countProviders(sql)) > 0) return false;
    for (const provider of named) await seedProvider(deps, sql, provider);
    await writeSetting(sql, seeded, true);
    return true;
  });
  if (!isTaken) await tellUnused(deps, named);
}

/** What the environment says and the tables do not is named without its value: whoever set it wonders otherwise. */
async function tellUnused({ database, secrets, log }: SeedDeps, named: readonly Named[]): Promise<void> {
  const rows = await database.transaction(listProviders);
  const unused: string[] = [];
  for (const { kind, base_url, key, variables } of named) {
    const likely = rows.filter((row) => row.kind === kind && row.base_url === base_url);
    const keys = await Promise.all(likely.map(({ id }) => secrets.read(keyName(id))));
    if (likely.length === 0 && variables.address !== undefined && base_url !== usualBaseUrls.openai)
      unused.push(variables.address);
    if (key !== undefined && !keys.includes(key)) unused.push(variables.key);
  }
  if (unused.length > 0)
    log.warn(
      { variables: unused },
      `Not used: ${unused.join(", ")}. The table of providers says otherwise and rules; change it under Models or by khoj models providers`,
    );
}

async function seedProvider(
  { secrets, events }: SeedDeps,
  sql: Sql,
  { key, variables: _, ...row }: Named,
): Promise<void> {
  const id = await insertProvider(sql, { ...row, set_by: "environment" });
  if (key !== undefined) await secrets.put(sql, keyName(id), key);
  const target = { kind: "model-provider", id: String(id) };
  const facts = { name: row.name, protocol: row.kind, key_changed: key !== undefined };
  await events.record({ kind: "model-provider.added", outcome: "done", via: "start", target, facts }, sql);
}

function namedProviders({ openai, anthropic, google }: SeedDeps["config"]): Named[] {
  return [
    ...(openai
      ? [
          {
            name: nameOf(openai.baseUrl),
            kind: "openai",
            base_url: openai.baseUrl,
            ...ofOpenAi,
            key: openai.key,
          } as const,
        ]
      : []),
    ...(anthropic
      ? [{ name: "Anthropic", kind: "anthropic", base_url: null, key: anthropic, ...ofAnthropic } as const]
      : []),
    ...(google ? [{ name: "Google", kind: "google", base_url: null, key: google, ...ofGoogle } as const] : []),
  ];
}

const ofOpenAi = { variables: { key: "OPENAI_API_KEY", address: "OPENAI_BASE_URL" } };
const ofAnthropic = { variables: { key: "ANTHROPIC_API_KEY" } };
const ofGoogle = { variables: { key: "GEMINI_API_KEY" } };

function nameOf(baseUrl: string): string {
  const { hostname, port, host } = new URL(baseUrl);
  if (port === "11434") return "Ollama";
  return hostname === "api.openai.com" ? "OpenAI" : host;
}

/**
 * Gives each provider of the environment that has no model yet the ones it lists, or the usual ones. Asks the network:
 * in the background, and again at the next start where it failed.
 */
export async function seedModels(deps: SeedDeps, signal: AbortSignal): Promise<void> {
  const providers = await deps.database.transaction(listProviders);
  for (const row of providers) {
    if (row.set_by !== "environment" || row.models > 0 || row.kind === "local") continue;
    try {
      const offers = await listProviderModels(await openProvider(deps, row.id), signal);
      await insertModels(deps, row, offers);
    } catch (error) {
      if (signal.aborted || !(error instanceof ChatFailure)) throw error;
      deps.log.warn({ provider: row.id, kind: error.kind }, "A provider of the environment does not list its models");
      // Those whose names are known work once the provider answers again.
      await insertModels(deps, row, []);
    }
  }
}

async function insertModels(
  { database, config }: SeedDeps,
  row: ProviderRow,
  offers: readonly string[],
): Promise<void> {
  const models = usualModels(row, { offers, wanted: config.defaultChatModel });
  await database.transaction(async (sql) => {
    await lockProviders(sql);
    const now = (await listProviders(sql)).find(({ id }) => id === row.id);
    if (now === undefined || now.models > 0) return;
    for (const model of models) {
      const id = await insertChatModel(sql, { provider_id: row.id, model, name: model, ...factsOf(row, model) });
      if (model === config.defaultChatModel) await putFirst(sql, id);
    }
  });
}
