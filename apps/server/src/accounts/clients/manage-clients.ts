import { type ClientApplication, type KeyScope, type MadeClient, notFound } from "@khoj/contract";
import { v7 as newId } from "uuid";
import type { z } from "zod";
import { makeApiKey } from "../../platform/secrets/api-key.ts";
import type { Doer } from "../doer.ts";
import type { KeyDeps } from "../keys/key.ts";
import { type ClientRow, insertClient, markClientRevoked, selectClients, updateSecret } from "./client-store.ts";

type ClientDeps = Pick<KeyDeps, "database" | "changeMany" | "events">;
type Shown = z.output<typeof ClientApplication>;
type Made = z.output<typeof MadeClient>;

/** Never `admin`: a program that speaks for many people administers for none of them. */
type ClientScope = Exclude<z.output<typeof KeyScope>, "admin">;

/** A program that speaks for people it knows by their phone number (wire.md §0.5). The answer alone holds its secret. */
export async function createClient(
  { database, events }: ClientDeps,
  { name, scopes = ["read", "chat"] }: { readonly name: string; readonly scopes?: readonly ClientScope[] },
  by: Doer,
): Promise<Made> {
  const { key, hash } = makeApiKey("kc-");
  const id = newId();
  return database.transaction(async (sql) => {
    const row = await insertClient(sql, { id, name, clientId: newId(), secretHash: hash, scopes });
    await events.record({ kind: "client.made", ...done(row, by), facts: { name, scopes: scopes.join(" ") } }, sql);
    return { ...describeClient(row), client_secret: key };
  });
}

/** Those that were not revoked, without their secrets. */
export const listClients = async ({ database }: Pick<ClientDeps, "database">): Promise<Shown[]> =>
  (await selectClients(database.statement)).map(describeClient);

/** Ends it at once, and all it has open. */
export async function revokeClient({ changeMany, events }: ClientDeps, id: string, by: Doer): Promise<void> {
  await changeMany(async (sql, tell) => {
    await tell({ what: "ended", of: "credential", id });
    const row = await markClientRevoked(sql, id);
    if (row === undefined) throw notFound("client application", id);
    await events.record({ kind: "client.revoked", ...done(row, by), facts: { name: row.name } }, sql);
  });
}

/** A new secret; the old one is dead at once. */
export async function rotateClientSecret({ changeMany, events }: ClientDeps, id: string, by: Doer): Promise<Made> {
  const { key, hash } = makeApiKey("kc-");
  return changeMany(async (sql, tell) => {
    await tell({ what: "ended", of: "credential", id });
    const row = await updateSecret(sql, id, hash);
    if (row === undefined) throw notFound("client application", id);
    await events.record({ kind: "client.rotated", ...done(row, by), facts: { name: row.name } }, sql);
    return { ...describeClient(row), client_secret: key };
  });
}

const done = ({ id }: ClientRow, by: Doer) => ({ outcome: "done", ...by, target: { kind: "client", id } }) as const;

const describeClient = (row: ClientRow): Shown => ({
  id: row.id,
  name: row.name,
  client_id: row.client_id,
  scopes: [...row.scopes],
  made_at: row.made_at.toISOString(),
  used_at: row.used_at?.toISOString() ?? null,
});
