import { z } from "zod";
import { del, get, post, type Route } from "../../platform/http/route.ts";
import { hashToken } from "../../platform/secrets/token.ts";
import { createKey } from "./create-key.ts";
import type { Key, KeyDeps } from "./key.ts";
import { findKey, selectKeys } from "./key-store.ts";
import { revokeKey } from "./revoke-key.ts";

/**
 * The contract's routes of keys (wire.md §1.9). A list shows masked ids, which DELETE takes. A key sees itself and no
 * other, and makes and ends none: whoever stole one does not get a second.
 */
export const tokenRoutes = (deps: KeyDeps): Route[] => [
  get("/auth/token", { allow: "read", toSignIn: true }, async ({ actor }) => {
    const keys = await selectKeys(deps.database.statement, actor.personId);
    const mayList = actor.rights.has("account");
    return keys.filter((key) => isOpen(key) && (mayList || key.id === actor.credentialId)).map(describeToken);
  }),
  post(
    "/auth/token",
    { allow: "account", toSignIn: true, query: z.object({ token_name: z.string().max(100).optional() }) },
    async ({ actor, query, from }) => {
      const made = await createKey(deps, actor.personId, { name: query.token_name || undefined }, { actor, from });
      return { token: made.key, name: made.name };
    },
  ),
  del(
    "/auth/token",
    { allow: "account", toSignIn: true, query: z.object({ token: z.string() }) },
    async ({ actor, query, from }) => {
      const { personId } = actor;
      const named = { shown: query.token, tokenHash: hashToken(query.token), personId };
      const id = await deps.database.transaction((sql) => findKey(sql, named));
      if (id !== undefined) await revokeKey(deps, { id, personId }, { actor, from });
      return null;
    },
  ),
];

const isOpen = ({ revoked_at }: Key): boolean => revoked_at === null;

const describeToken = (key: Key) => ({
  id: key.id,
  user_id: key.person_id,
  token: key.shown,
  name: key.name,
  accessed_at: key.used_at?.toISOString() ?? null,
});
