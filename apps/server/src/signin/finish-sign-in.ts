import { forbidden, type KhojError, type SignInOutcome } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { z } from "zod";
import {
  announce,
  deleteSession,
  lockPerson,
  openSession,
  type Person,
  type SignedIn,
  schemeOf,
  setCookie,
} from "../accounts/index.ts";
import { Reply, type RouteRequest } from "../platform/http/route.ts";
import { safeNext } from "../platform/http/safe-next.ts";
import { makeDeviceMark } from "./device-cookie.ts";
import { selectFactors } from "./factors/means-store.ts";
import { type FlowKind, flowSeconds, makeFlow } from "./flows/flows.ts";
import type { SignInDeps } from "./signin-deps.ts";

/** Somebody proved to be this person. */
export interface Proof extends Pick<SignedIn, "personId" | "methods" | "strong" | "provider"> {
  /** Where they wanted to go; checked here. */
  readonly next: string | undefined;
}

/** The request that brought the proof: where it came from, and who was signed in there before. */
export type SignInRequest = Pick<RouteRequest<unknown, unknown, unknown>, "from" | "origin"> &
  Partial<Pick<RouteRequest<unknown, unknown, unknown>, "actor">>;

/** What a second factor finishes: `readFlow` it, check the factor, `takeFlow` it, and `finishSignIn` with `strong`. */
export const secondFactorFlow = {
  name: "second-factor",
  state: z.object({
    methods: z.array(z.string()),
    next: z.string(),
    provider: z.object({ issuer: z.string(), subject: z.string(), session: z.string().optional() }).optional(),
  }),
} satisfies FlowKind<z.ZodType>;

/**
 * The one place where a proof becomes a session: a new one always, in place of what this browser had. Who has a second
 * factor and did not give it gets a half-way sign-in instead. Given `sql`, it all happens with that transaction.
 * Answers JSON; `finishByRedirect` is for what a browser followed.
 */
export async function finishSignIn(deps: SignInDeps, request: SignInRequest, proof: Proof, sql?: Sql): Promise<Reply> {
  const { outcome, cookies } = await finish(deps, request, proof, sql);
  return new Reply(200, outcome, { "set-cookie": cookies, "cache-control": "no-store" });
}

/** The same, on to where they wanted to go; a second factor is asked for at `/login?step=second-factor&ways=…&next=…`. */
export async function finishByRedirect(
  deps: SignInDeps,
  request: SignInRequest,
  proof: Proof,
  { status = 303, sql }: { readonly status?: 302 | 303 | 307; readonly sql?: Sql } = {},
): Promise<Reply> {
  const { outcome, cookies } = await finish(deps, request, proof, sql);
  const location =
    outcome.status === "signed-in"
      ? outcome.next
      : `/login?${new URLSearchParams({ step: "second-factor", ways: outcome.ways.join(","), next: safeNext(proof.next, request.origin) })}`;
  return new Reply(status, "", { location, "set-cookie": cookies, "cache-control": "no-store" });
}

/** How long a session may last whose provider can say that somebody left, unless the provider says that they did not. */
export const boundedSeconds = 86_400;

interface Finished {
  readonly outcome: SignInOutcome;
  readonly cookies: string[];
}

async function finish(deps: SignInDeps, request: SignInRequest, proof: Proof, given?: Sql): Promise<Finished> {
  const work = async (sql: Sql): Promise<Finished> => {
    const times = await deps.accounts.sessionTimes(sql);
    const person = await lockPerson(sql, proof.personId);
    if (person?.state !== "active") throw refuse(deps, request, proof, person);
    const ways = proof.strong ? [] : await waysOfSecondFactor(sql, person.id);
    if (ways.length > 0) return askSecondFactor(deps, sql, { request, proof, ways });
    if (request.actor?.via === "session" && request.actor.credentialId !== undefined) {
      await deleteSession(sql, request.actor.credentialId);
      await announce(sql, { what: "ended", of: "credential", id: request.actor.credentialId });
    }
    const lasting = proof.provider ? { ...times, absolute: Math.min(times.absolute, boundedSeconds) } : times;
    const { id, token } = await openSession(sql, { ...proof, from: request.from }, lasting);
    await deps.events.record(
      {
        kind: `sign-in.${proof.methods[0] ?? "unknown"}`,
        outcome: "done",
        via: proof.methods.join("+"),
        account: person.email,
        target: { kind: "session", id },
        from: request.from,
        facts: { strong: proof.strong },
      },
      sql,
    );
    const next = safeNext(proof.next, request.origin);
    const scheme = schemeOf(request);
    const { instance } = deps.accounts;
    const cookies = [
      setCookie("session", instance, scheme, token, times.absolute),
      setCookie("device", instance, scheme, makeDeviceMark(deps, person.id), 400 * 86_400),
      setCookie("flow", instance, scheme),
    ];
    return { outcome: { status: "signed-in", next }, cookies };
  };
  return given ? work(given) : deps.database.transaction(work);
}

type Way = "totp" | "recovery" | "passkey";

/** Recovery codes stand in for a factor that is lost; alone they are none. */
async function waysOfSecondFactor(sql: Sql, personId: string): Promise<Way[]> {
  const { totp, passkey, recovery } = await selectFactors(sql, personId);
  if (!totp && !passkey) return [];
  return [
    ...(totp ? ["totp" as const] : []),
    ...(passkey ? ["passkey" as const] : []),
    ...(recovery ? ["recovery" as const] : []),
  ];
}

async function askSecondFactor(
  { accounts }: SignInDeps,
  sql: Sql,
  { request, proof, ways }: { readonly request: SignInRequest; readonly proof: Proof; readonly ways: Way[] },
): Promise<Finished> {
  const { personId, methods, provider } = proof;
  const state = { methods: [...methods], next: safeNext(proof.next, request.origin), provider };
  const token = await makeFlow(sql, secondFactorFlow, { personId, state: secondFactorFlow.state.parse(state) });
  return {
    outcome: { status: "second-factor", ways },
    cookies: [setCookie("flow", accounts.instance, schemeOf(request), token, flowSeconds)],
  };
}

/**
 * Told to those alone who proved that the account is theirs. The event outlives the transaction, so that it goes by
 * another connection; waiting for that one here, while holding this one, could be waiting for oneself.
 */
function refuse(
  { events }: SignInDeps,
  { from }: SignInRequest,
  { methods }: Proof,
  person: Person | undefined,
): KhojError {
  const kind = `sign-in.${methods[0] ?? "unknown"}`;
  const facts = { why: person?.state ?? "gone" };
  void events.record({ kind, outcome: "refused", account: person?.email, from, facts }).catch(() => undefined);
  return forbidden(
    person?.state === "suspended"
      ? "This account is suspended; ask an administrator of this server"
      : "An administrator of this server has to let you in first; they see your request and can send you a link",
  );
}
