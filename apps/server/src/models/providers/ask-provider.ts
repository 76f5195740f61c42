import type { ModelProvider, TestReport } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { ChatFailure, listProviderModels } from "@khoj/models";
import { describeProvider, requireProvider } from "./change-providers.ts";
import { type OpenProviderDeps, openProvider } from "./open-provider.ts";
import { listProviders } from "./provider-store.ts";

export interface AskProviderDeps extends OpenProviderDeps {
  readonly database: Database;
}

/** All providers as those who manage them see them. */
export async function listModelProviders({ database, secrets }: AskProviderDeps): Promise<ModelProvider[]> {
  const rows = await database.transaction(listProviders);
  return Promise.all(rows.map((row) => describeProvider(secrets, row)));
}

/** The models a provider says it has. Rejects with a `ChatFailure`. */
export async function offersOf(deps: AskProviderDeps, id: number, signal?: AbortSignal): Promise<readonly string[]> {
  const row = await deps.database.transaction((sql) => requireProvider(sql, id));
  return row.kind === "local" ? [] : listProviderModels(await openProvider(deps, id), signal);
}

/** Asks for the list of models: shows address and key, costs nothing. */
export async function testProvider(deps: AskProviderDeps, id: number, signal?: AbortSignal): Promise<TestReport> {
  const step = "list-models";
  try {
    const models = await offersOf(deps, id, signal);
    return { ok: true, steps: [{ step, ok: true, message: `It answers and lists ${models.length} models` }] };
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    return { ok: false, steps: [{ step, ok: false, message: error.message }] };
  }
}
