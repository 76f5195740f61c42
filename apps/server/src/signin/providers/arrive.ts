import type { Sql } from "@khoj/db";
import {
  addPerson,
  lockPerson,
  markVerified,
  type Person,
  selectPerson,
  selectPersonByEmail,
  updateState,
} from "../../accounts/index.ts";
import type { Reply } from "../../platform/http/route.ts";
import { finishByRedirect, type SignInRequest } from "../finish-sign-in.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { addPending } from "../signup/add-pending.ts";
import { readSignUp } from "../signup/read-sign-up.ts";
import type { Exchanged } from "./exchange-code.ts";
import { followRole } from "./follow-role.ts";
import { insertIdentity, lockIdentity, markIdentityUsed, selectIdentity } from "./identity-store.ts";
import { judgeArrival, type Verdict } from "./judge-arrival.ts";
import { keepRefreshToken } from "./keep-refresh-token.ts";
import type { ProviderClaims } from "./provider-claims.ts";
import type { Provider } from "./provider-connection.ts";
import { ProviderRefusal } from "./provider-refusal.ts";

export interface Arrival extends Exchanged {
  readonly provider: Provider;
  readonly next: string | undefined;
}

/** Signs in whoever the provider sent, or says at the login page why not. */
export async function arrive(deps: SignInDeps, request: SignInRequest, arrival: Arrival): Promise<Reply> {
  const { claims, provider } = arrival;
  const signUp = await readSignUp(deps);
  const outcome = await deps.database.transaction(async (sql): Promise<Reply | Verdict> => {
    await lockIdentity(sql, claims);
    const verdict = judgeArrival(provider, claims, await findKnown(sql, claims), signUp);
    if (verdict.do === "refuse" || verdict.do === "wait") return verdict;
    const person = await settle(deps, sql, { request, provider, claims, verdict });
    await markIdentityUsed(sql, claims);
    if (provider === "oidc") await followRole(deps, sql, { ...arrival, person, from: request.from });
    if (provider === "oidc")
      await keepRefreshToken(deps, sql, { ...claims, personId: person.id }, arrival.refreshToken);
    // Sessions of an organisation's provider end by its word; Google gives none.
    const { issuer, subject, session } = claims;
    const bound = provider === "oidc" ? { provider: { issuer, subject, session } } : {};
    const proof = { personId: person.id, methods: [provider], strong: false, next: arrival.next, ...bound };
    return finishByRedirect(deps, request, proof, { status: 302, sql });
  });
  if ("headers" in outcome) return outcome;
  throw await turnAway(deps, request, outcome, arrival);
}

/** Whose account it is, and who has the address it names. */
export async function findKnown(sql: Sql, claims: ProviderClaims) {
  const identity = await selectIdentity(sql, claims);
  const owner = identity && (await selectPerson(sql, identity.person_id));
  const namesake = owner || claims.email === undefined ? undefined : await selectPersonByEmail(sql, claims.email);
  return { owner, namesake };
}

interface Settling {
  readonly request: SignInRequest;
  readonly provider: Provider;
  readonly claims: ProviderClaims;
  readonly verdict: Extract<Verdict, { do: "sign-in" | "make" }>;
}

/** Makes of the verdict what has to be there: the person, admitted, with this account as theirs. */
async function settle(deps: SignInDeps, sql: Sql, { request, provider, claims, verdict }: Settling): Promise<Person> {
  const isNew = verdict.do === "make";
  const personId = isNew ? await addPerson(sql, { email: verdict.email, state: "active" }) : verdict.personId;
  const event = { via: provider, account: claims.email, target: { kind: "person", id: personId }, from: request.from };
  if (isNew || verdict.admit) {
    await updateState(sql, personId, "active");
    await markVerified(sql, personId);
    await deps.events.record({ kind: "account.admitted", outcome: "done", ...event }, sql);
  }
  if (isNew || verdict.attach) {
    await insertIdentity(sql, claims, personId);
    const facts = { issuer: new URL(claims.issuer).host };
    await deps.events.record({ kind: "identity.linked", outcome: "done", ...event, facts }, sql);
  }
  const person = await lockPerson(sql, personId);
  if (person === undefined) throw new ProviderRefusal("provider-failed", "the account is gone");
  return person;
}

async function turnAway(
  deps: SignInDeps,
  { from }: SignInRequest,
  verdict: Verdict,
  { claims, provider }: Arrival,
): Promise<ProviderRefusal> {
  const account = claims.email;
  if (verdict.do === "refuse") return new ProviderRefusal(verdict.refusal, verdict.why, { account });
  if (verdict.do !== "wait") throw new Error(`A verdict to ${verdict.do} was not carried out`);
  const { email, attach } = verdict;
  const pending = await addPending(deps, { email, from, via: provider });
  if (pending.status === "refused") return new ProviderRefusal("too-many", pending.why, { account });
  if (attach) await attachToPending(deps, claims, pending.personId);
  return new ProviderRefusal("pending", "an administrator has to let them in", { account });
}

/** Who waits and whose mail the provider vouches for comes in by this account once they are let in. */
const attachToPending = (deps: SignInDeps, claims: ProviderClaims, personId: string): Promise<void> =>
  deps.database.transaction(async (sql) => {
    await lockIdentity(sql, claims);
    const person = await lockPerson(sql, personId);
    if (person?.state === "unverified" && person.email === claims.email) await insertIdentity(sql, claims, personId);
  });
