import { tooMany } from "@khoj/contract";
import type { From } from "../../platform/actor.ts";
import type { LimitRule } from "../../platform/limits/limits.ts";
import { networkOf } from "../../platform/limits/network-of.ts";
import type { SignInDeps } from "../signin-deps.ts";

/** Sign-ins that a network begins: each leaves a row until it expires. */
export const beginnings: LimitRule = { name: "sign-ins-begun", most: 300, seconds: 600 };

export async function limitBeginnings({ limits }: Pick<SignInDeps, "limits">, { address }: From): Promise<void> {
  if (await limits.take(beginnings, networkOf(address))) return;
  throw tooMany("Too many sign-ins were begun from your network; try again in some minutes", beginnings.seconds);
}
