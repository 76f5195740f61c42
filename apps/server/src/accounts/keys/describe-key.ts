import type { AccountKey, AdminKey } from "@khoj/contract";
import type { Key } from "./key.ts";

/** A key as the wire shows it: everything but the key. */
export function describeKey(key: Key): AccountKey {
  return {
    id: key.id,
    name: key.name,
    shown: key.shown,
    scopes: [...key.scopes],
    spaces: key.space_ids === null ? null : [...key.space_ids],
    environment: key.environment,
    networks: key.networks === null ? null : [...key.networks],
    canary: key.canary,
    made_at: key.made_at.toISOString(),
    expires_at: key.expires_at.toISOString(),
    used_at: key.used_at?.toISOString() ?? null,
    used_from: key.used_from,
    used_by: key.used_by,
    ...stateOf(key),
  };
}

/** The same with whose it is, for who looks after many people's. */
export const describeKeyWithOwner = (key: Key): AdminKey => ({
  ...describeKey(key),
  user: key.person_id,
  email: key.email,
});

function stateOf(key: Key): Pick<AccountKey, "state" | "reason"> {
  const day = dayOf(key.expires_at);
  if (key.revoked_at !== null) return { state: "revoked", reason: `revoked on ${dayOf(key.revoked_at)}` };
  if (key.suspended_at !== null) return { state: "suspended", reason: key.suspended_why };
  if (key.expired) return { state: "expired", reason: `expired on ${day}; renew it here` };
  if (key.canary) return { state: "active", reason: "opens nothing; whoever tries it raises an alarm" };
  if (key.expires_soon) return { state: "expiring", reason: `expires on ${day}; renew it before` };
  return { state: "active", reason: key.unused ? "not used for 60 days; revoke it if nothing needs it" : null };
}

export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);
