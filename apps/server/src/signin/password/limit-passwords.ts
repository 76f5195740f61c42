import { setTimeout as wait } from "node:timers/promises";
import { type KhojError, tooMany } from "@khoj/contract";
import type { From } from "../../platform/actor.ts";
import type { LimitRule } from "../../platform/limits/limits.ts";
import { networkOf } from "../../platform/limits/network-of.ts";
import type { SignInDeps } from "../signin-deps.ts";

/** A network's tries, at whatever accounts. */
export const passwordsOfNetwork: LimitRule = { name: "password-tries-of-network", most: 50, seconds: 900 };
/** Tries at one address by browsers in which its person never signed in, from everywhere together. */
export const passwordsOfAccount: LimitRule = { name: "password-tries-of-account", most: 10, seconds: 900 };
/** Beyond those it goes on slowly, from each network apart. */
export const slowPasswords: LimitRule = { name: "password-slow-tries", most: 1, seconds: 60 };
/** And no further than this in a day, however many networks take part. */
export const passwordsOfDay: LimitRule = { name: "password-tries-of-day", most: 100, seconds: 86_400 };
/** A browser in which the person signed in before: its tries are its own, whatever strangers do. */
export const passwordsOfDevice: LimitRule = { name: "password-tries-of-device", most: 10, seconds: 900 };
/** Of everybody together; beyond it each try by an unknown browser waits a little. */
export const passwordsOfAll: LimitRule = { name: "password-tries-of-all", most: 300, seconds: 60 };
const slowDown = 1500;

export interface PasswordTry {
  /** Names the address in counts without giving it away. */
  readonly account: string;
  /** The browser, when it is one in which the person signed in before. */
  readonly device: string | undefined;
  readonly from: From;
}

/**
 * Counts a try before it is looked at, the same for accounts that are and that are not. A stranger who guesses cannot
 * lock the owner out: their known browsers count apart, other networks go on slowly, links and passkeys are not touched.
 */
export async function countTry(
  { limits }: Pick<SignInDeps, "limits">,
  { account, device, from }: PasswordTry,
): Promise<void> {
  if (device !== undefined) {
    if (await limits.take(passwordsOfDevice, `${account} ${device}`)) return;
    throw tooManyPasswords("from this browser", passwordsOfDevice.seconds);
  }
  const network = networkOf(from.address);
  if (!(await limits.take(passwordsOfNetwork, network)))
    throw tooManyPasswords("from your network", passwordsOfNetwork.seconds);
  if (!(await limits.take(passwordsOfAll, "all"))) await wait(slowDown);
  if (!(await limits.take(passwordsOfDay, account))) throw tooManyPasswords("for this address today", 3600);
  if (await limits.take(passwordsOfAccount, account)) return;
  if (!(await limits.take(slowPasswords, `${account} ${network}`)))
    throw tooManyPasswords("for this address", slowPasswords.seconds);
}

/** After a right one: what was counted for the browser and its network is forgiven. */
export async function forgetTries(
  { limits }: Pick<SignInDeps, "limits">,
  { account, device, from }: PasswordTry,
): Promise<void> {
  if (device !== undefined) return limits.clear(passwordsOfDevice, `${account} ${device}`);
  await limits.clear(passwordsOfAccount, account);
  await limits.clear(slowPasswords, `${account} ${networkOf(from.address)}`);
}

const tooManyPasswords = (where: string, retryAfter: number): KhojError =>
  tooMany(
    `Too many wrong passwords ${where}; wait a while, or come in by a link, a passkey, or a browser you signed in with before`,
    retryAfter,
  );
