import type { Sql } from "@khoj/db";
import { v7 as newId } from "uuid";
import type { From } from "../../platform/actor.ts";
import { makeToken } from "../../platform/secrets/token.ts";
import { insertSession, type NewSession } from "./session-store.ts";

/** How long sessions live, in seconds (ours.md §5); an administrator may set others. */
export interface SessionTimes {
  readonly idle: number;
  readonly absolute: number;
  readonly elevation: number;
}

export const usualTimes: SessionTimes = { idle: 30 * 86_400, absolute: 180 * 86_400, elevation: 300 };

export interface SignedIn {
  readonly personId: string;
  /** By what: `link`, `code`, `password`, `passkey`, `totp`, `recovery`, `google`, `oidc`, `set-up`. */
  readonly methods: readonly string[];
  /** A second factor was given, or a passkey that verified the person. */
  readonly strong: boolean;
  readonly from: From;
  readonly provider?: NewSession["provider"];
}

/** A new session of somebody who just proved who they are; it counts as elevated. The token is for the cookie alone. */
export async function openSession(
  sql: Sql,
  signedIn: SignedIn,
  times: SessionTimes,
): Promise<{ id: string; token: string }> {
  const { token, hash } = makeToken();
  const id = newId();
  const { personId, methods, strong, from, provider } = signedIn;
  await insertSession(sql, {
    id,
    tokenHash: hash,
    personId,
    methods,
    strong,
    elevatedSeconds: times.elevation,
    idleSeconds: times.idle,
    absoluteSeconds: times.absolute,
    address: from.address,
    agent: from.agent,
    provider,
  });
  return { id, token };
}
