import { tooMany } from "@khoj/contract";
import type { From } from "../../platform/actor.ts";
import type { LimitRule } from "../../platform/limits/limits.ts";
import { networkOf } from "../../platform/limits/network-of.ts";
import type { SignInDeps } from "../signin-deps.ts";

/** What can be guessed about a person; each is counted apart, so that no guessing at one closes another. */
export type Guessed = "totp" | "recovery" | "elevation-password";

export const factorTries: LimitRule = { name: "factor-tries", most: 5, seconds: 900 };
/** Beyond those tries it goes on slowly, from each network apart: a stranger who guesses does not lock the owner out. */
export const factorSlowTries: LimitRule = { name: "factor-slow-tries", most: 1, seconds: 60 };
/**
 * And no further than this in a day, however many networks take part: three codes in a million are right at any moment.
 * More than one network reaches alone; another factor, which is counted apart, goes on.
 */
export const factorTriesOfDay: LimitRule = { name: "factor-tries-of-day", most: 1500, seconds: 86_400 };

type Deps = Pick<SignInDeps, "limits">;

/** Counts a guess before it is looked at; refuses when there were too many. */
export async function countGuess({ limits }: Deps, what: Guessed, personId: string, from: From): Promise<void> {
  if (await limits.take(factorTries, `${what} ${personId}`)) return;
  if (!(await limits.take(factorTriesOfDay, `${what} ${personId}`)))
    throw tooMany("Too many wrong tries today; use another way: a passkey, or a recovery code", 3600);
  if (await limits.take(factorSlowTries, slowSubject(what, personId, from))) return;
  throw tooMany(
    "Too many wrong tries; try again in a minute, or use another way: a passkey, or a recovery code",
    factorSlowTries.seconds,
  );
}

export async function forgetGuesses({ limits }: Deps, what: Guessed, personId: string, from: From): Promise<void> {
  await limits.clear(factorTries, `${what} ${personId}`);
  await limits.clear(factorSlowTries, slowSubject(what, personId, from));
}

const slowSubject = (what: Guessed, personId: string, { address }: From): string =>
  `${what} ${personId} ${networkOf(address)}`;
