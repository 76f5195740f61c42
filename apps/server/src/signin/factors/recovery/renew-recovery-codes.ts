import { conflict, KhojError, type RecoveryCodes } from "@khoj/contract";
import { lockPerson } from "../../../accounts/index.ts";
import type { Actor, From } from "../../../platform/actor.ts";
import type { SignInDeps } from "../../signin-deps.ts";
import { countGuess, forgetGuesses } from "../limit-guesses.ts";
import { selectMeans } from "../means-store.ts";
import { makeFreshCodes } from "./make-recovery-codes.ts";
import { hashRecoveryCode, normaliseRecoveryCode } from "./recovery-code.ts";
import { hasRecoveryCode, markRecoverySaved, replaceRecoveryCodes } from "./recovery-store.ts";

/** Ten new codes; those before are dead. Shown this once. */
export async function renewRecoveryCodes(deps: SignInDeps, actor: Actor, from: From): Promise<RecoveryCodes> {
  const fresh = await makeFreshCodes(actor.personId);
  await deps.accounts.change({ what: "changed", of: "person", id: actor.personId }, async (sql) => {
    await lockPerson(sql, actor.personId);
    const { totp, passkeys } = await selectMeans(sql, actor.personId);
    if (!totp && passkeys === 0)
      throw conflict("Recovery codes stand in for a second factor: add a passkey or an authenticator app first");
    await replaceRecoveryCodes(sql, actor.personId, fresh.hashes);
    await deps.events.record({ kind: "factor.recovery-renewed", outcome: "done", actor, from }, sql);
  });
  return { codes: [...fresh.codes] };
}

/** The person has them elsewhere: they typed one back. It is not spent by that. */
export async function confirmRecoverySaved(deps: SignInDeps, actor: Actor, typed: string, from: From): Promise<void> {
  const { personId } = actor;
  await countGuess(deps, "recovery", personId, from);
  const normalised = normaliseRecoveryCode(typed);
  const hash = normalised === undefined ? undefined : await hashRecoveryCode(personId, normalised);
  await deps.accounts.change({ what: "changed", of: "person", id: personId }, async (sql) => {
    await lockPerson(sql, personId);
    if (hash === undefined || !(await hasRecoveryCode(sql, personId, hash)))
      throw new KhojError("unproven", "That is none of your codes that are left; type one as it is shown");
    await markRecoverySaved(sql, personId);
    await deps.events.record({ kind: "factor.recovery-saved", outcome: "done", actor, from }, sql);
  });
  await forgetGuesses(deps, "recovery", personId, from);
}
