import { isLoopback, type Provider, usualBaseUrls } from "@khoj/models";
import { openStreamingEgress } from "../../platform/egress/open-streaming-egress.ts";
import type { Secrets } from "../../platform/secrets/secrets.ts";
import type { ProviderRow } from "./provider-store.ts";

export interface OpenProviderDeps {
  readonly secrets: Secrets;
  /** Milliseconds until a model begins to answer, and between two pieces. */
  readonly patience: number;
}

export const keyName = (id: number): string => `provider/${id}`;

/** A provider ready to be asked: its own origin is the only place that is reached. */
export async function openProvider(
  { secrets, patience }: OpenProviderDeps,
  row: Pick<ProviderRow, "id" | "name" | "kind" | "base_url">,
): Promise<Provider> {
  if (row.kind === "local") throw new Error("A local model is opened from its file");
  const { kind, name } = row;
  const { origin } = new URL(row.base_url ?? usualBaseUrls[kind]);
  const egress = openStreamingEgress({ mayReach: (address) => address.origin === origin, patience, silence: patience });
  const key = await secrets.read(keyName(row.id));
  return { kind, name, baseUrl: row.base_url ?? undefined, key, fetch: egress };
}

/** The host that texts are sent to; undefined: they stay on this machine. */
export function placeOf({ kind, base_url }: Pick<ProviderRow, "kind" | "base_url">): string | undefined {
  if (kind === "local") return undefined;
  const address = new URL(base_url ?? usualBaseUrls[kind]);
  return isLoopback(address.hostname) ? undefined : address.host;
}
