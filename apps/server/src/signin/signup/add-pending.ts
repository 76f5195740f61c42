import type { Database } from "@khoj/db";
import { addPerson, selectPersonByEmail } from "../../accounts/index.ts";
import type { From } from "../../platform/actor.ts";
import type { LimitRule } from "../../platform/limits/limits.ts";
import { networkOf } from "../../platform/limits/network-of.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { countPending, deleteOldPending, lockPending } from "./pending-store.ts";

/** How many may wait for an administrator, and how long (ours.md §5). */
export const mostPending = 200;
export const pendingDays = 30;
export const newAccountsOfNetwork: LimitRule = { name: "new-accounts-of-network", most: 50, seconds: 86_400 };

export type Pending =
  | { readonly status: "waiting"; readonly personId: string }
  | { readonly status: "refused"; readonly why: "too many wait" | "too many of this network" };

/**
 * Somebody unknown asks to come in: an account without rights or data, listed for administrators. `email` is normalised.
 * Who waits already keeps their place.
 */
export async function addPending(
  deps: Pick<SignInDeps, "database" | "limits" | "events">,
  { email, from, via }: { readonly email: string; readonly from: From; readonly via: string },
): Promise<Pending> {
  const { database, limits, events } = deps;
  await sweepPending(database);
  if (!(await limits.take(newAccountsOfNetwork, networkOf(from.address))))
    return refuse(deps, { email, from, via }, "too many of this network");
  const personId = await database.transaction(async (sql) => {
    await lockPending(sql);
    const known = await selectPersonByEmail(sql, email);
    if (known) return known.id;
    if ((await countPending(sql)) >= mostPending) return undefined;
    const id = await addPerson(sql, { email, state: "unverified" });
    await events.record(
      { kind: "account.requested", outcome: "done", via, account: email, target: { kind: "person", id }, from },
      sql,
    );
    return id;
  });
  return personId === undefined ? refuse(deps, { email, from, via }, "too many wait") : { status: "waiting", personId };
}

async function refuse(
  { events }: Pick<SignInDeps, "events">,
  { email, from, via }: { readonly email: string; readonly from: From; readonly via: string },
  why: "too many wait" | "too many of this network",
): Promise<Pending> {
  await events.record({ kind: "account.requested", outcome: "refused", via, account: email, from, facts: { why } });
  return { status: "refused", why };
}

const sweepPending = (database: Database): Promise<void> => deleteOldPending(database.statement, pendingDays);
