import { AccountKey, AccountKeys, KhojError, MadeKey, NewKey, notFound } from "@khoj/contract";
import { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { requireElevated } from "../../platform/http/require-elevated.ts";
import { del, get, post, type Route } from "../../platform/http/route.ts";
import { createKey } from "./create-key.ts";
import { describeKey } from "./describe-key.ts";
import type { Key, KeyDeps } from "./key.ts";
import { selectKeys } from "./key-store.ts";
import { revokeKey } from "./revoke-key.ts";
import { rotateKey } from "./rotate-key.ts";
import { resumeKey } from "./suspend-key.ts";

const KeyParams = z.object({ id: z.string() });
const RotateKey = z.object({ overlap_hours: z.number().min(0).max(720).default(24) });
const strict = { allow: "account", strict: true } as const;

/** A person's own keys. What a stolen session would want (a key that administers, taking back a suspended one) needs a factor. */
export const keyRoutes = (deps: KeyDeps): Route[] => [
  get("/api/account/keys", { ...strict, query: z.object({}), answer: AccountKeys }, async ({ actor }) => ({
    keys: (await selectKeys(deps.database.statement, actor.personId)).map(describeKey),
  })),
  post("/api/account/keys", { ...strict, body: NewKey, answer: MadeKey }, ({ actor, body, from }) => {
    checkPower(actor, body);
    return createKey(deps, actor.personId, body, { actor, from });
  }),
  del("/api/account/keys/:id", { ...strict, params: KeyParams, answer: AccountKey }, ({ actor, params, from }) =>
    revokeKey(deps, { id: idOf(params), personId: actor.personId }, { actor, from }),
  ),
  post(
    "/api/account/keys/:id/rotate",
    { ...strict, params: KeyParams, body: RotateKey, answer: MadeKey },
    ({ actor, params, body, from }) => {
      const check = (key: Key) => checkPower(actor, key);
      const rotation = { id: idOf(params), personId: actor.personId, overlapHours: body.overlap_hours, check };
      return rotateKey(deps, rotation, { actor, from });
    },
  ),
  post(
    "/api/account/keys/:id/resume",
    { ...strict, elevated: true, params: KeyParams, answer: AccountKey },
    ({ actor, params, from }) => resumeKey(deps, { id: idOf(params), personId: actor.personId }, { actor, from }),
  ),
];

/** What is no id names no key. */
function idOf({ id }: z.output<typeof KeyParams>): string {
  if (!z.uuid().safeParse(id).success) throw notFound("key", id.slice(0, 60));
  return id;
}

/** A key that administers, or one that raises alarms, is made by somebody who just proved it is them. */
function checkPower(
  actor: Actor,
  { scopes, canary }: { scopes?: readonly string[] | undefined; canary?: boolean | undefined },
) {
  const administers = scopes?.includes("admin") ?? false;
  if (administers && !actor.rights.has("admin"))
    throw needs(
      actor.adminNeeds === undefined ? "scope" : "second-factor",
      actor.adminNeeds ?? "Only an administrator may make a key that administers",
    );
  if (administers || canary) requireElevated(actor);
}

const needs = (what: string, reason: string) => new KhojError("forbidden", reason, { details: { needs: what } });
