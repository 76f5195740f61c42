import { badRequest, KhojError, type RecoveryCodes } from "@khoj/contract";
import type { Actor, From } from "../../../platform/actor.ts";
import { readFlow, takeFlow } from "../../flows/flows.ts";
import type { SignInDeps } from "../../signin-deps.ts";
import { compareClocks } from "../compare-clocks.ts";
import { giveCodesOnce, makeFreshCodes } from "../recovery/make-recovery-codes.ts";
import { guardBy } from "../strengthen-session.ts";
import { offerName, seedName, totpOffer } from "./offer-totp.ts";
import { findStep } from "./totp-code.ts";
import { readClock, upsertTotp } from "./totp-store.ts";

export interface TotpConfirmation {
  readonly code: string;
  readonly now: number | undefined;
  /** The cookie of the offer. */
  readonly flow: string | undefined;
  readonly from: From;
  readonly origin: string;
}

/** The app shows what the seed gives: from now on it is a factor, in place of an app that was one before. */
export async function confirmTotp(
  deps: SignInDeps,
  actor: Actor,
  given: TotpConfirmation,
): Promise<{ readonly answer: RecoveryCodes; readonly cookie: string }> {
  const { database, events, secrets } = deps;
  const { personId } = actor;
  const offered = await readFlow(database, totpOffer, given.flow);
  const seed = offered?.personId === personId ? await secrets.read(offerName(personId)) : undefined;
  if (seed === undefined) throw badRequest("That QR code is too old; begin again, and scan the new one");
  const clock = await readClock(database.statement);
  const step = findStep(seed, given.code, clock);
  if (step === undefined)
    throw new KhojError("unproven", `That is not the code your app shows now.${compareClocks(clock, given.now)}`);
  const fresh = await makeFreshCodes(personId);
  return database.transaction(async (sql) => {
    if ((await takeFlow(sql, totpOffer, given.flow)) === undefined)
      throw badRequest("That QR code was confirmed already");
    await secrets.put(sql, seedName(personId), seed);
    await secrets.remove(sql, offerName(personId));
    await upsertTotp(sql, personId, step);
    const codes = await giveCodesOnce(sql, personId, fresh);
    const cookie = await guardBy(deps, sql, actor, { method: "totp", origin: given.origin });
    await events.record({ kind: "factor.totp-added", outcome: "done", actor, from: given.from }, sql);
    return { answer: { codes: [...codes] }, cookie };
  });
}
