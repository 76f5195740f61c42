import { endpointKeyStart, findEntry } from "@khoj/models";
import type { EmbeddingEndpoint, ModelChoice } from "./embedding-choice.ts";
import type { ModelRow } from "./embedding-model-store.ts";

/** How a model in the table was chosen, as far as that can be told; undefined: it cannot be opened any more. */
export function choiceOf(
  { key, name }: ModelRow,
  endpoint: EmbeddingEndpoint | undefined,
): Exclude<ModelChoice, { kind: "none" }> | undefined {
  if (!key.startsWith("endpoint ")) return { kind: "local", model: findEntry(name)?.name ?? name };
  // One at an address that is no longer named cannot be asked.
  if (endpoint === undefined || !key.startsWith(`${endpointKeyStart(endpoint.baseUrl)} `)) return undefined;
  return { kind: "endpoint", baseUrl: endpoint.baseUrl, key: endpoint.key, model: name };
}
