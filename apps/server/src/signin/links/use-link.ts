import { badRequest, KhojError, type LinkLook, notFound } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import {
  announce,
  claimAnonymous,
  deleteSessionsOf,
  lockPerson,
  markVerified,
  readCookie,
  requireEmail,
  schemeOf,
  updateState,
} from "../../accounts/index.ts";
import type { Reply, RouteRequest } from "../../platform/http/route.ts";
import { hashToken, sameBytes } from "../../platform/secrets/token.ts";
import { resetFactors } from "../factors/reset-factors.ts";
import { finishSignIn, type Proof, type SignInRequest } from "../finish-sign-in.ts";
import { keepRefusal } from "../keep-refusal.ts";
import { requireOwnPage } from "../own-page.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { type LinkRow, selectLink, spendLink } from "./link-store.ts";

type LinkUse = { readonly token: string; readonly email?: string | undefined; readonly next?: string | undefined };
type Request<Body> = Pick<RouteRequest<unknown, unknown, Body>, "actor" | "body" | "from" | "headers" | "origin">;

/** Whom a link is for, without spending it. */
export async function lookAtLink(deps: SignInDeps, request: Request<{ readonly token: string }>): Promise<LinkLook> {
  const link = await findLink(deps, request.body.token);
  if (link === undefined) throw notFound("Sign-in link", "of this address");
  if (link.spent || link.expired) throw deadLink(link);
  const asked = readCookie(request.headers.cookie, "asked", deps.accounts.instance, schemeOf(request));
  return {
    purpose: link.purpose,
    email: link.purpose === "set-up" ? null : link.email,
    asked_here: asked !== undefined && link.asker_hash !== null && sameBytes(hashToken(asked), link.asker_hash),
    expires_at: link.expires_at.toISOString(),
  };
}

export const findLink = (deps: Pick<SignInDeps, "database">, token: string): Promise<LinkRow | undefined> =>
  selectLink(deps.database.statement, hashToken(token));

/** Spends the link, admits whom it admits, and signs them in: all of it or nothing. */
export async function useLink(deps: SignInDeps, request: Request<LinkUse>): Promise<Reply> {
  requireOwnPage(request);
  const { token, email, next } = request.body;
  const finish: Finish = (proof, sql) => finishSignIn(deps, request, proof, sql);
  const done = await deps.database.transaction(async (sql) => {
    const link = await spendLink(sql, hashToken(token));
    return link && comeBy(deps, sql, { request, link, method: "link", email, next, finish });
  });
  if (done) return done;
  const link = await findLink(deps, token);
  await keepRefusal(deps, {
    kind: "sign-in.link",
    account: link?.email,
    from: request.from,
    facts: { why: link === undefined ? "unknown" : link.spent ? "used already" : "expired" },
  });
  if (link === undefined) throw notFound("Sign-in link", "of this address");
  throw deadLink(link);
}

/** How the proof becomes the answer. */
export type Finish = (proof: Proof, sql: Sql) => Promise<Reply>;

export interface Arrival {
  readonly request: SignInRequest;
  readonly link: LinkRow;
  readonly method: "link" | "code";
  readonly email?: string | undefined;
  readonly next: string | undefined;
  readonly finish: Finish;
}

/** Somebody came by a link that was just spent, or by its code. */
export async function comeBy(
  deps: SignInDeps,
  sql: Sql,
  { request, link, method, email, next, finish }: Arrival,
): Promise<Reply> {
  if (link.purpose === "set-up") {
    if (email === undefined) throw badRequest("Give the address of the administrator: email");
    const personId = await claimAnonymous(sql, requireEmail(email));
    return finish({ personId, methods: ["set-up"], strong: false, next }, sql);
  }
  if (link.admits) await admit(deps, sql, link, request);
  await markVerified(sql, link.person_id);
  if (link.resets_factors) await beginAnew(deps, sql, link, request);
  return finish({ personId: link.person_id, methods: [method], strong: false, next }, sql);
}

/** Lets in who waits or was invited; a suspended person stays out. */
async function admit({ events }: SignInDeps, sql: Sql, { person_id: id, email }: LinkRow, { from }: SignInRequest) {
  const person = await lockPerson(sql, id);
  if (person?.state !== "unverified" && person?.state !== "invited") return;
  await updateState(sql, id, "active");
  const target = { kind: "person", id };
  await events.record({ kind: "account.admitted", outcome: "done", via: "link", account: email, target, from }, sql);
}

/** Who lost their factors may have lost a device with them: no session of before goes on. */
async function beginAnew(deps: SignInDeps, sql: Sql, { person_id: personId, email }: LinkRow, { from }: SignInRequest) {
  await resetFactors(deps, sql, { personId, email, from });
  for (const id of await deleteSessionsOf(sql, personId)) await announce(sql, { what: "ended", of: "credential", id });
}

const deadLink = ({ spent }: LinkRow): KhojError =>
  new KhojError(
    "conflict",
    spent
      ? "This link was used already, and each works once: ask for a new one"
      : "This link is too old: ask for a new one",
    { details: { why: spent ? "link-used" : "link-expired" } },
  );
