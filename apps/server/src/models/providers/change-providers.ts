import {
  badRequest,
  conflict,
  type ModelProvider,
  type NewProvider,
  notFound,
  type ProviderChange,
} from "@khoj/contract";
import { type Sql, violates } from "@khoj/db";
import { usualBaseUrls } from "@khoj/models";
import type { EventInput, Events } from "../../audit/index.ts";
import type { Secrets } from "../../platform/secrets/secrets.ts";
import { keyHint } from "../key-hint.ts";
import { requireAddress } from "../require-address.ts";
import { requireProof } from "../require-proof.ts";
import { keyName, placeOf } from "./open-provider.ts";
import {
  deleteProvider,
  findProvider,
  holdProvider,
  insertProvider,
  listProviders,
  type ProviderRow,
  updateProvider,
} from "./provider-store.ts";

export interface ChangeProvidersDeps {
  readonly events: Events;
  readonly secrets: Secrets;
}

/** Who changes it: somebody signed in, the command line, or the start. */
export type Doer = Pick<EventInput, "actor" | "via" | "from">;

export async function addProvider(deps: ChangeProvidersDeps, sql: Sql, who: Doer, given: NewProvider): Promise<number> {
  const base_url = maybeAddress(given.base_url);
  const row = { name: given.name, kind: given.kind, base_url, set_by: "panel" } as const;
  const id = await insertProvider(sql, row).catch(nameTaken(given.name));
  if (given.key) await deps.secrets.put(sql, keyName(id), given.key);
  await record(deps, sql, who, {
    kind: "model-provider.added",
    row: { ...row, id },
    facts: { key_changed: Boolean(given.key) },
  });
  return id;
}

/** Whoever has the files of this machine, entered when the first one is. */
export async function requireLocalProvider(
  deps: Pick<ChangeProvidersDeps, "events">,
  sql: Sql,
  who: Doer,
): Promise<number> {
  const found = (await listProviders(sql)).find(({ kind }) => kind === "local");
  if (found) return found.id;
  const row = { name: "This machine", kind: "local", base_url: null, set_by: "panel" } as const;
  const id = await insertProvider(sql, row).catch(nameTaken(row.name));
  await record(deps, sql, who, { kind: "model-provider.added", row: { ...row, id }, facts: { key_changed: false } });
  return id;
}

export async function changeProvider(
  deps: ChangeProvidersDeps,
  sql: Sql,
  who: Doer,
  { id, change }: { readonly id: number; readonly change: ProviderChange },
): Promise<void> {
  const before = await holdProvider(sql, id, "FOR UPDATE");
  if (!before) throw notFound("Provider", String(id));
  if (before.kind === "local")
    throw badRequest("The local models have no address and no key; change the model instead");
  const base_url = change.base_url === undefined ? before.base_url : maybeAddress(change.base_url);
  const after = { ...before, name: change.name ?? before.name, base_url };
  const origin = ({ base_url: address }: typeof after) =>
    new URL(address ?? usualBaseUrls[before.kind as NewProvider["kind"]]).origin;
  const moves = origin(after) !== origin(before);
  if (moves || change.key !== undefined) requireProof(who);
  if (moves && change.key === undefined && (await deps.secrets.read(keyName(id), sql)) !== undefined)
    throw badRequest("The key is that of the address before; give the key for the new address, or null for none");
  await updateProvider(sql, after).catch(nameTaken(after.name));
  if (change.key) await deps.secrets.put(sql, keyName(id), change.key);
  if (change.key === null) await deps.secrets.remove(sql, keyName(id));
  await record(deps, sql, who, {
    kind: "model-provider.changed",
    row: after,
    facts: { key_changed: change.key !== undefined },
  });
}

export async function removeProvider(deps: ChangeProvidersDeps, sql: Sql, who: Doer, id: number): Promise<void> {
  const row = await requireProvider(sql, id);
  await deleteProvider(sql, id);
  await deps.secrets.remove(sql, keyName(id));
  await record(deps, sql, who, { kind: "model-provider.removed", row, facts: {} });
}

export async function requireProvider(sql: Sql, id: number): Promise<ProviderRow> {
  const row = await findProvider(sql, id);
  if (!row) throw notFound("Provider", String(id));
  return row;
}

/** A person's words about a provider. The key is not among them, only its last signs. */
export async function describeProvider(
  secrets: Secrets,
  { id, name, kind, base_url, set_by, models }: ProviderRow & { readonly models: number },
): Promise<ModelProvider> {
  const key = await secrets.read(keyName(id));
  return {
    id,
    name,
    kind,
    base_url,
    key_hint: keyHint(key),
    set_by,
    sends_to: placeOf({ kind, base_url }) ?? null,
    models,
  };
}

const maybeAddress = (given: string | null | undefined): string | null => (given ? requireAddress(given) : null);

const nameTaken =
  (name: string) =>
  (error: unknown): never => {
    if (violates(error, "model_providers_name_key")) throw conflict(`There is a provider named ${name} already`);
    throw error;
  };

interface ProviderEvent {
  readonly kind: string;
  readonly row: Pick<ProviderRow, "id" | "name" | "kind" | "base_url">;
  readonly facts: Readonly<Record<string, boolean>>;
}

const record = (
  { events }: Pick<ChangeProvidersDeps, "events">,
  sql: Sql,
  by: Doer,
  { kind, row, facts }: ProviderEvent,
): Promise<void> =>
  events.record(
    {
      kind,
      outcome: "done",
      ...by,
      target: { kind: "model-provider", id: String(row.id) },
      facts: { name: row.name, protocol: row.kind, sends_to: placeOf(row) ?? null, ...facts },
    },
    sql,
  );
