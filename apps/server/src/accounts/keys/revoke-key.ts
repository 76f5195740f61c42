import { type AccountKey, notFound } from "@khoj/contract";
import type { Doer } from "../doer.ts";
import { describeKey } from "./describe-key.ts";
import type { KeyDeps } from "./key.ts";
import { lockKey, markRevoked } from "./key-store.ts";

/**
 * Ends a key at once, on every node, and what it has open. `personId` limits it to keys of that person; undefined is for
 * whoever may end anybody's.
 */
export async function revokeKey(
  deps: KeyDeps,
  { id, personId }: { readonly id: string; readonly personId: string | undefined },
  by: Doer,
): Promise<AccountKey> {
  return deps.changeMany(async (sql, tell) => {
    const key = await lockKey(sql, id, personId);
    if (key === undefined) throw notFound("key", id);
    if (key.revoked_at === null) {
      await markRevoked(sql, id);
      await tell({ what: "ended", of: "credential", id });
      const target = { kind: "key", id };
      const event = { kind: "key.revoked", outcome: "done" as const, ...by, account: key.email, target };
      await deps.events.record({ ...event, facts: { key: key.shown } }, sql);
    }
    return describeKey((await lockKey(sql, id, personId)) ?? key);
  });
}
