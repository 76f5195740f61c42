import { conflict, notFound } from "@khoj/contract";
import { lockPerson } from "../../accounts/index.ts";
import type { Actor, From } from "../../platform/actor.ts";
import { Reply, type RouteRequest } from "../../platform/http/route.ts";
import { identityId } from "../factors/identity-id.ts";
import { keepWayIn, readWorkingMethods } from "../factors/keep-way-in.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { deleteIdentity, insertIdentity, lockIdentity, selectIdentities, selectIdentity } from "./identity-store.ts";
import { refreshTokenName } from "./keep-refresh-token.ts";
import type { ProviderClaims } from "./provider-claims.ts";
import { ProviderRefusal } from "./provider-refusal.ts";

/** The account at the provider is a way into the account of whoever is signed in here and asked for it. */
export async function linkArrival(
  { database, events }: SignInDeps,
  { actor, from }: Pick<RouteRequest<unknown, unknown, unknown>, "from"> & { readonly actor?: Actor | undefined },
  claims: ProviderClaims,
  personId: string | undefined,
): Promise<Reply> {
  if (actor === undefined || actor.via !== "session" || actor.personId !== personId)
    throw new ProviderRefusal("provider-expired", "whoever asked for the link is not signed in");
  await database.transaction(async (sql) => {
    await lockIdentity(sql, claims);
    const owner = await selectIdentity(sql, claims);
    if (owner?.person_id === actor.personId) return;
    if (owner !== undefined || !(await insertIdentity(sql, claims, actor.personId)))
      throw new ProviderRefusal("identity-taken", "it is linked to another account", { account: actor.email });
    const facts = { issuer: new URL(claims.issuer).host };
    await events.record({ kind: "identity.linked", outcome: "done", actor, from, facts }, sql);
  });
  return new Reply(303, "", { location: "/settings?part=sign-in", "cache-control": "no-store" });
}

/** Not the last way in. */
export async function removeIdentity(deps: SignInDeps, actor: Actor, id: string, from: From): Promise<void> {
  const working = await readWorkingMethods(deps);
  await deps.accounts.change({ what: "changed", of: "person", id: actor.personId }, async (sql) => {
    const person = await lockPerson(sql, actor.personId);
    const identity = (await selectIdentities(sql, actor.personId)).find((each) => identityId(each) === id);
    if (person === undefined || identity === undefined) throw notFound("linked account", id);
    if (!(await deleteIdentity(sql, person.id, identity))) throw conflict("That account was disconnected already");
    await keepWayIn(sql, person, working);
    await deps.secrets.remove(sql, refreshTokenName({ ...identity, personId: person.id }));
    const facts = { issuer: hostOf(identity.issuer) };
    await deps.events.record({ kind: "identity.removed", outcome: "done", actor, from, facts }, sql);
  });
}

const hostOf = (issuer: string): string => (URL.canParse(issuer) ? new URL(issuer).host : issuer);
