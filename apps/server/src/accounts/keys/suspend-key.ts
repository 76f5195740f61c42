import { type AccountKey, conflict, notFound } from "@khoj/contract";
import type { EventInput } from "../../audit/index.ts";
import type { Doer } from "../doer.ts";
import { describeKey } from "./describe-key.ts";
import { accustom } from "./habits/habit-store.ts";
import type { Key, KeyDeps } from "./key.ts";
import { lockKey, markResumed, markSuspended } from "./key-store.ts";

/** Stops a key until its person resumes it; `why` is what they, and whoever shows it, are told. */
export async function suspendKey(
  deps: KeyDeps,
  key: Pick<Key, "id" | "email" | "shown">,
  how: { readonly why: string; readonly event: Pick<EventInput, "kind" | "facts"> & Doer },
): Promise<void> {
  // Whoever uploads by the very key that stands in their note is still told so: only what comes after is refused.
  const what = how.event.actor?.credentialId === key.id ? "changed" : "ended";
  await deps.changeMany(async (sql, tell) => {
    if (!(await markSuspended(sql, key.id, how.why))) return;
    await tell({ what, of: "credential", id: key.id });
    const facts = { key: key.shown, suspended: true, ...how.event.facts };
    const target = { kind: "key", id: key.id };
    await deps.events.record({ ...how.event, outcome: "noticed", account: key.email, target, facts }, sql);
  });
}

/** Takes a suspended key back into use: what was unusual about it is usual from now on. */
export async function resumeKey(
  deps: KeyDeps,
  { id, personId }: { readonly id: string; readonly personId: string | undefined },
  by: Doer,
): Promise<AccountKey> {
  return deps.changeMany(async (sql) => {
    const key = await lockKey(sql, id, personId);
    if (key === undefined) throw notFound("key", id);
    if (key.revoked_at !== null) throw conflict("This key was revoked, which is for good; make a new one");
    if (key.suspended_at === null) throw conflict("This key is not suspended");
    await markResumed(sql, id);
    await accustom(sql, id);
    const target = { kind: "key", id };
    const event = { kind: "key.resumed", outcome: "done" as const, ...by, account: key.email, target };
    await deps.events.record({ ...event, facts: { key: key.shown } }, sql);
    return describeKey({ ...key, suspended_at: null, suspended_why: null });
  });
}
