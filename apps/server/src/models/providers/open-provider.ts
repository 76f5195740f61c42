import { notFound } from "@khoj/contract";
import type { Database, Sql } from "@khoj/db";
import { isLoopback, type Provider, usualBaseUrls } from "@khoj/models";
import { openStreamingEgress } from "../../platform/egress/open-streaming-egress.ts";
import type { Secrets } from "../../platform/secrets/secrets.ts";
import { holdProvider, type ProviderRow } from "./provider-store.ts";

export interface OpenProviderDeps {
  readonly database: Database;
  readonly secrets: Secrets;
  /** Milliseconds until a model begins to answer, and between two pieces. */
  readonly patience: number;
}

export const keyName = (id: number): string => `provider/${id}`;

/**
 * A provider ready to be asked: its own origin is the only place that is reached, by the key that was given for it, since
 * both are read while neither can be changed.
 */
export async function openProvider(deps: OpenProviderDeps, id: number): Promise<Provider> {
  const { row, key } = await deps.database.transaction((sql) => readProvider(deps, sql, id));
  if (row.kind === "local") throw new Error("A local model is opened from its file");
  const { kind, name } = row;
  const { origin } = new URL(row.base_url ?? usualBaseUrls[kind]);
  const { patience } = deps;
  const egress = openStreamingEgress({ mayReach: (address) => address.origin === origin, patience, silence: patience });
  return { kind, name, baseUrl: row.base_url ?? undefined, key, fetch: egress };
}

async function readProvider(
  { secrets }: OpenProviderDeps,
  sql: Sql,
  id: number,
): Promise<{ readonly row: ProviderRow; readonly key: string | undefined }> {
  const row = await holdProvider(sql, id, "FOR SHARE");
  if (!row) throw notFound("Provider", String(id));
  return { row, key: await secrets.read(keyName(id), sql) };
}

/** The host that texts are sent to; undefined: they stay on this machine. */
export function placeOf({ kind, base_url }: Pick<ProviderRow, "kind" | "base_url">): string | undefined {
  if (kind === "local") return undefined;
  const address = new URL(base_url ?? usualBaseUrls[kind]);
  return isLoopback(address.hostname) ? undefined : address.host;
}
