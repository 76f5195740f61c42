import { type ChatModel, longestAnswer, openProviderModel } from "@khoj/models";
import type { LocalChatModels } from "../local/local-chat-models.ts";
import { type OpenProviderDeps, openProvider, placeOf } from "../providers/open-provider.ts";
import type { ProvidedModelRow } from "./chat-model-store.ts";

export interface OpenChatModelDeps extends OpenProviderDeps {
  readonly local: LocalChatModels;
}

/** A model of the tables, ready to be asked. */
export async function openChatModel(deps: OpenChatModelDeps, row: ProvidedModelRow): Promise<ChatModel> {
  if (row.kind === "local") return deps.local.open(row);
  const provider = await openProvider(deps, row.provider_id);
  return openProviderModel(provider, {
    model: row.model,
    name: row.name,
    contextTokens: row.context_tokens,
    answerTokens: row.answer_tokens,
    sees: row.sees,
    isRemote: placeOf({ kind: provider.kind, base_url: provider.baseUrl ?? null }) !== undefined,
    longest: longestAnswer(deps.patience),
  });
}
