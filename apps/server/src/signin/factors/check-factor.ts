import { KhojError } from "@khoj/contract";
import type { From } from "../../platform/actor.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { compareClocks } from "./compare-clocks.ts";
import { countGuess, forgetGuesses } from "./limit-guesses.ts";
import { hashRecoveryCode, normaliseRecoveryCode } from "./recovery/recovery-code.ts";
import { spendRecoveryCode } from "./recovery/recovery-store.ts";
import { seedName } from "./totp/offer-totp.ts";
import { findStep } from "./totp/totp-code.ts";
import { readClock, takeStep } from "./totp/totp-store.ts";

export interface ShownFactor {
  readonly kind: "totp" | "recovery";
  readonly code: string;
  /** The browser's clock, milliseconds. */
  readonly now?: number | undefined;
}

export interface FactorOwner {
  readonly personId: string;
  readonly email: string;
  readonly from: From;
}

type Deps = Pick<SignInDeps, "database" | "events" | "limits" | "secrets">;

/** Resolves when the code is this person's and was not used before; it is used up then. Every wrong one is an event. */
export async function checkFactor(deps: Deps, owner: FactorOwner, shown: ShownFactor): Promise<void> {
  const { personId, email, from } = owner;
  const { kind } = shown;
  try {
    await countGuess(deps, kind, personId, from);
    const problem = kind === "totp" ? await takeTotp(deps, personId, shown) : await takeRecovery(deps, personId, shown);
    if (problem !== undefined) throw new KhojError("unproven", problem);
  } catch (error) {
    const tooMany = error instanceof KhojError && error.code === "too_many";
    const facts = { why: tooMany ? "too many tries" : "wrong code" };
    await deps.events.record({ kind: `factor.${kind}`, outcome: "refused", account: email, from, facts });
    throw error;
  }
  await forgetGuesses(deps, kind, personId, from);
}

async function takeTotp({ database, secrets }: Deps, personId: string, { code, now }: ShownFactor) {
  const seed = await secrets.read(seedName(personId));
  const clock = await readClock(database.statement);
  const step = seed === undefined ? undefined : findStep(seed, code, clock);
  if (step === undefined) return `That is not the code your app shows now.${compareClocks(clock, now)}`;
  const taken = await database.transaction((sql) => takeStep(sql, personId, step));
  return taken ? undefined : "That code was used already; wait for the next one, at most 30 seconds";
}

async function takeRecovery({ database }: Deps, personId: string, { code }: ShownFactor) {
  const normalised = normaliseRecoveryCode(code);
  if (normalised === undefined) return "A recovery code has sixteen letters and digits, such as 7K3M-9QTW-02AB-XYZ4";
  const hash = await hashRecoveryCode(personId, normalised);
  const spent = await database.transaction((sql) => spendRecoveryCode(sql, personId, hash));
  return spent ? undefined : "That recovery code is none of yours, or was used already";
}
