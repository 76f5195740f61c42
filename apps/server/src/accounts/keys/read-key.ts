import type { Actor, Right } from "../../platform/actor.ts";
import { plainAddress } from "../../platform/http/networks.ts";
import type { Credentials, Identity } from "../../platform/http/pipeline.ts";
import { isApiKey } from "../../platform/secrets/api-key.ts";
import { hashToken } from "../../platform/secrets/token.ts";
import type { ActorCache } from "../identify/actor-cache.ts";
import { explainRefusal } from "./explain-refusal.ts";
import type { KeyWatch } from "./habits/key-watch.ts";
import type { KeyDeps } from "./key.ts";
import { type ShownKey, selectShownKey, touchKey } from "./key-store.ts";

export interface ReadKeyDeps extends KeyDeps {
  readonly cache: ActorCache;
  readonly watch: KeyWatch;
}

/** The same for every key that is none, altered, cut short, revoked or a trap: nobody learns which. */
const unknownKey = "This key is not known here. Make one under Settings, Keys, and send it as it was shown";

/** Whose key was shown. What a key may do is remembered for a second; each use is noted beside the request. */
export async function identifyKey(deps: ReadKeyDeps, key: string, shown: Credentials): Promise<Identity> {
  const { address, agent } = shown.from;
  // A key may be for some networks only, so that what is remembered is remembered of an address.
  const identity = await deps.cache.get(`key ${key} ${address}`, () => readKey(deps, key, shown));
  const id = identity.actor?.credentialId;
  if (id !== undefined) deps.watch.note(id, { address, agent, route: shown.route });
  return identity;
}

async function readKey(deps: ReadKeyDeps, token: string, shown: Credentials): Promise<Identity> {
  const { database, environment, watch } = deps;
  const { agent } = shown.from;
  const address = plainAddress(shown.from.address) ?? "";
  const key = isApiKey(token, "kk-") ? await selectShownKey(database.statement, hashToken(token), address) : undefined;
  if (key === undefined) {
    await watch.guessed(shown.from);
    return { why: unknownKey };
  }
  if (key.canary) {
    if (key.stale) await touchKey(database.statement, key.id, address, agent);
    await watch.trapSprung(key, shown.from);
    return { why: unknownKey };
  }
  const spaces = key.spaces.filter(({ id }) => key.space_ids === null || key.space_ids.includes(id));
  const why = key.revoked
    ? unknownKey
    : explainRefusal(key, { environment, spaces, settings: `${shown.origin}/settings` });
  if (why !== undefined) {
    await watch.refused(key, why, shown.from);
    return { why };
  }
  if (key.stale) await touchKey(database.statement, key.id, address, agent);
  return { actor: actorOf(key, spaces) };
}

function actorOf(key: ShownKey, spaces: Actor["spaces"]): Actor {
  const rights = key.scopes.filter((scope) => scope !== "admin" || key.role === "admin");
  // A key for some spaces has none of the others as its home: what names no space goes where it may write.
  const home = spaces.find(({ role }) => role !== "reader") ?? spaces[0];
  return {
    personId: key.person_id,
    email: key.email,
    username: key.username,
    via: "key",
    credentialId: key.id,
    role: key.role,
    rights: new Set(rights as Right[]),
    elevated: false,
    home: home?.id ?? "",
    spaces,
  };
}
