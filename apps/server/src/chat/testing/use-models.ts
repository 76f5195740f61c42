import { randomUUID } from "node:crypto";
import type { ProviderKind } from "@khoj/models";
import type { ModelDouble } from "@khoj/models/testing";
import type { TestServer } from "../../testing/start-test-server.ts";

/** Configures these models of a double, in this order, and no others; answers how to take them away again. */
export async function useModels(
  server: TestServer,
  double: ModelDouble,
  models: readonly (string | { readonly model: string; readonly [setting: string]: unknown })[],
  kind: ProviderKind = "openai",
): Promise<() => Promise<void>> {
  const added = await server.send("POST", "/api/admin/providers", {
    name: randomUUID(),
    kind,
    base_url: `${double.url}/${kind === "google" ? "v1beta" : "v1"}`,
  });
  const provider = added.json();
  if (added.status >= 300) throw new Error(`the provider was not added: ${added.text}`);
  for (const given of models) {
    const settings = typeof given === "string" ? { model: given } : given;
    const body = { provider_id: provider.id, name: settings.model.split(",")[0], ...settings };
    const answer = await server.send("POST", "/api/admin/models", body);
    if (answer.status >= 300) throw new Error(`${settings.model} was not added: ${answer.text}`);
  }
  return async () => {
    await server.request("DELETE", `/api/admin/providers/${provider.id}`);
  };
}
