import { conflict, type MadeKey, notFound } from "@khoj/contract";
import type { Doer } from "../doer.ts";
import { insertMadeKey } from "./create-key.ts";
import type { Key, KeyDeps } from "./key.ts";
import { endKeyIn, hasSuccessor, lockKey } from "./key-store.ts";

export interface Rotation {
  readonly id: string;
  readonly personId: string | undefined;
  /** How long the old key goes on, so that programs can be told one after another. */
  readonly overlapHours: number;
  /** Called with the old key before anything is done: may refuse. */
  readonly check?: (key: Key) => void;
}

/** A new key like the old one, for as long as that was made for; the old one ends after the overlap. */
export async function rotateKey(deps: KeyDeps, rotation: Rotation, by: Doer): Promise<MadeKey> {
  const { id, personId, overlapHours, check } = rotation;
  return deps.changeMany(async (sql, tell) => {
    const old = await lockKey(sql, id, personId);
    if (old === undefined) throw notFound("key", id);
    if (old.revoked_at !== null) throw conflict("This key was revoked; make a new one");
    if (old.suspended_at !== null) throw conflict(`This key is suspended: ${old.suspended_why}. Resume or revoke it`);
    if (await hasSuccessor(sql, id)) throw conflict("This key was renewed already; renew the newer one");
    check?.(old);
    const { made, id: newId } = await insertMadeKey(sql, {
      personId: old.person_id,
      name: old.name,
      scopes: old.scopes,
      spaceIds: old.space_ids,
      environment: old.environment,
      networks: old.networks,
      canary: old.canary,
      lifetimeSeconds: (old.expires_at.getTime() - old.made_at.getTime()) / 1000,
      replaces: id,
    });
    const ends = await endKeyIn(sql, id, overlapHours * 3600);
    const facts = { key: old.shown, by: made.shown, ends: ends.toISOString() };
    const target = { kind: "key", id: newId };
    const event = { kind: "key.rotated", outcome: "done" as const, ...by, account: old.email, target, facts };
    await deps.events.record(event, sql);
    await tell({ what: overlapHours === 0 ? "ended" : "changed", of: "credential", id });
    return made;
  });
}
