import { KhojError } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { announce, lowerOtherSessions, rotateSession, schemeOf, setCookie } from "../../accounts/index.ts";
import type { Actor } from "../../platform/actor.ts";
import { makeToken } from "../../platform/secrets/token.ts";
import type { SignInDeps } from "../signin-deps.ts";

export interface Given {
  readonly method: "totp" | "recovery" | "passkey" | "password";
  /** Where the session's cookie belongs: the request's own. */
  readonly origin: string;
}

/**
 * A factor was given in a session: it is elevated, strong unless that factor was the password alone, and has a new token.
 * Returns the cookie; the old token is dead with the commit.
 */
export async function strengthenSession(
  { accounts }: Pick<SignInDeps, "accounts">,
  sql: Sql,
  actor: Actor,
  { method, origin }: Given,
): Promise<string> {
  const times = await accounts.sessionTimes(sql);
  const { token, hash } = makeToken();
  const id = actor.credentialId ?? "";
  const strong = method !== "password";
  const rotated = await rotateSession(sql, id, { tokenHash: hash, method, strong, elevatedSeconds: times.elevation });
  if (!rotated) throw new KhojError("unproven", "Your session has ended; sign in again");
  await announce(sql, { what: "changed", of: "credential", id });
  return setCookie("session", accounts.instance, schemeOf({ origin }), token, times.absolute);
}

/** A factor was added in a session, which thereby is strong. */
export async function guardBy(
  deps: Pick<SignInDeps, "accounts">,
  sql: Sql,
  actor: Actor,
  given: Given,
): Promise<string> {
  const cookie = await strengthenSession(deps, sql, actor, given);
  await lowerOtherSessions(sql, actor.personId, actor.credentialId ?? "");
  await announce(sql, { what: "changed", of: "person", id: actor.personId });
  return cookie;
}
