import { badRequest, type MadeKey, type NewKey, notFound } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { v7 as newId } from "uuid";
import { makeApiKey } from "../../platform/secrets/api-key.ts";
import type { Doer } from "../doer.ts";
import { listSpaces, lockPerson } from "../people/person-store.ts";
import { describeKey } from "./describe-key.ts";
import { type KeyDeps, usualLifetimeDays, usualScopes } from "./key.ts";
import { makeKeyName } from "./key-name.ts";
import { countOpenKeys, insertKey, lockKey } from "./key-store.ts";
import { readNetwork } from "./read-network.ts";

/** A new key for a person; the answer alone holds the key itself. */
export async function createKey(deps: KeyDeps, personId: string, wanted: NewKey, by: Doer): Promise<MadeKey> {
  return deps.database.transaction(async (sql) => {
    const person = await lockPerson(sql, personId);
    if (person === undefined) throw notFound("person", personId);
    if (person.state !== "active")
      throw badRequest(`${person.email} has no open account, so no key can be made for it`);
    const scopes = [...new Set(wanted.scopes ?? usualScopes)];
    if (scopes.includes("admin") && person.role !== "admin") {
      throw badRequest("Only an administrator's key may administer; leave the scope admin out");
    }
    if ((await countOpenKeys(sql, personId)) >= mostKeys) {
      throw badRequest(`${person.email} has ${mostKeys} keys, the most there may be; revoke one that nothing needs`);
    }
    const spaceIds = await checkSpaces(sql, personId, wanted.spaces ?? null);
    const { made, id } = await insertMadeKey(sql, {
      personId,
      name: wanted.name?.trim() || makeKeyName(),
      scopes,
      spaceIds,
      environment: wanted.environment ?? deps.environment,
      networks: wanted.networks?.map(readNetwork) ?? null,
      canary: wanted.canary ?? false,
      lifetimeSeconds: (wanted.expires_in_days ?? usualLifetimeDays) * 86_400,
      replaces: null,
    });
    const facts = { key: made.shown, scopes: scopes.join(" "), environment: made.environment, canary: made.canary };
    await deps.events.record(
      { kind: "key.made", outcome: "done", ...by, account: person.email, target: { kind: "key", id }, facts },
      sql,
    );
    return made;
  });
}

const mostKeys = 100;

type Wanted = Omit<Parameters<typeof insertKey>[1], "id" | "shown" | "tokenHash">;

export async function insertMadeKey(
  sql: Sql,
  wanted: Wanted,
): Promise<{ readonly id: string; readonly made: MadeKey }> {
  const { key, hash, shown } = makeApiKey("kk-");
  const id = newId();
  await insertKey(sql, { ...wanted, id, shown, tokenHash: hash });
  const kept = await lockKey(sql, id, undefined);
  if (kept === undefined) throw new Error("A key that was made is gone");
  return { id, made: { ...describeKey(kept), key } };
}

/** The spaces named, each one its person's to read; others are as if they were not there. */
async function checkSpaces(sql: Sql, personId: string, named: readonly string[] | null): Promise<string[] | null> {
  if (named === null) return null;
  if (named.length === 0) throw badRequest("A key for no space opens nothing; name one, or leave spaces out for all");
  const known = new Set((await listSpaces(sql, personId)).map(({ id }) => id));
  for (const id of named) if (!known.has(id)) throw notFound("space", id);
  return [...new Set(named)];
}
