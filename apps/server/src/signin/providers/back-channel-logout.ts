import { tooMany } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { z } from "zod";
import { Reply, type RouteRequest } from "../../platform/http/route.ts";
import type { LimitRule } from "../../platform/limits/limits.ts";
import { networkOf } from "../../platform/limits/network-of.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { selectIdentity } from "./identity-store.ts";
import { refreshTokenName } from "./keep-refresh-token.ts";
import { connectProvider } from "./provider-connection.ts";
import { deleteSessionsOfProvider } from "./provider-session-store.ts";
import { verifyProviderToken } from "./provider-token.ts";
import { readForm } from "./read-form.ts";
import { spendToken } from "./spent-token-store.ts";

type Request = RouteRequest<unknown, unknown, unknown>;

/**
 * The provider says that somebody signed out there, or left: their sessions end here, on every node, with their streams
 * (OpenID Connect Back-Channel Logout 1.0). Nobody else can say so, since the word is signed.
 */
export async function logOutByProvider(deps: SignInDeps, request: Request): Promise<Reply> {
  const network = networkOf(request.from.address);
  if (!(await deps.limits.hasRoom(falseLogouts, network)))
    throw tooMany(
      "Too many logout tokens that do not hold came from your network; wait, and sign them with a key you publish",
      falseLogouts.seconds,
    );
  const form = await readForm(request.stream);
  const token = form.get("logout_token") ?? "";
  const said = await readLogoutToken(deps, token);
  const { from } = request;
  if (said === undefined) {
    await deps.limits.take(falseLogouts, network);
    const facts = { why: "the logout token does not hold" };
    await deps.events.record({ kind: "session.ended-by-provider", outcome: "refused", via: "provider", from, facts });
    return noStore(400, { error: "invalid_request", error_description: "The logout token does not hold" });
  }
  await deps.accounts.changeMany(async (sql, tell) => {
    const ended = await deleteSessionsOfProvider(sql, said);
    for (const { id } of ended) await tell({ what: "ended", of: "credential", id });
    if (said.subject !== undefined) await forgetRefreshToken(deps, sql, { ...said, subject: said.subject });
    const facts = { sessions: ended.length };
    await deps.events.record(
      { kind: "session.ended-by-provider", outcome: "done", via: "provider", account: ended[0]?.email, from, facts },
      sql,
    );
  });
  return noStore(200, "");
}

/** What does not hold is counted, since each costs a look at the provider's keys; what holds never is. */
export const falseLogouts: LimitRule = { name: "false-logout-tokens", most: 60, seconds: 600 };

async function forgetRefreshToken(
  { secrets }: SignInDeps,
  sql: Sql,
  named: { readonly issuer: string; readonly subject: string },
): Promise<void> {
  const owner = await selectIdentity(sql, named);
  if (owner) await secrets.remove(sql, refreshTokenName({ ...named, personId: owner.person_id }));
}

const noStore = (status: number, body: unknown): Reply => new Reply(status, body, { "cache-control": "no-store" });

/** Whose sessions are meant: all of a subject's, or the one begun with that session there. */
interface Said {
  readonly issuer: string;
  readonly subject: string | undefined;
  readonly session: string | undefined;
}

async function readLogoutToken(deps: SignInDeps, token: string): Promise<Said | undefined> {
  const connection = await connectProvider(deps, "oidc");
  try {
    const payload = await verifyProviderToken(connection, token, {
      maxTokenAge: "10 minutes",
      requiredClaims: ["iat", "jti", "events"],
    });
    const { sub: subject, sid: session } = LogoutClaims.parse(payload);
    if (subject === undefined && session === undefined) return undefined;
    if (!(await deps.database.transaction((sql) => spendToken(sql, token)))) return undefined;
    return { issuer: connection.configuration.serverMetadata().issuer, subject, session };
  } catch {
    return undefined;
  }
}

const LogoutClaims = z.object({
  sub: z.string().optional(),
  sid: z.string().optional(),
  nonce: z.never().optional(),
  events: z.object({ "http://schemas.openid.net/event/backchannel-logout": z.object({}) }),
});
