import type { Sql } from "@khoj/db";
import { announce } from "../../accounts/index.ts";
import type { Actor, From } from "../../platform/actor.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { deletePasskeysOf } from "./passkeys/passkey-store.ts";
import { deleteRecoveryCodes } from "./recovery/recovery-store.ts";
import { offerName, seedName } from "./totp/offer-totp.ts";
import { deleteTotp } from "./totp/totp-store.ts";

export interface FactorReset {
  readonly personId: string;
  readonly email: string;
  readonly from?: From | undefined;
  /** The administrator who did it; undefined: a link made for it. */
  readonly actor?: Actor | undefined;
}

/** Takes every second factor and recovery code away, for somebody who lost them all: the first factor alone lets them in. */
export async function resetFactors(
  { events, secrets }: Pick<SignInDeps, "events" | "secrets">,
  sql: Sql,
  { personId, email, from, actor }: FactorReset,
): Promise<void> {
  await deleteTotp(sql, personId);
  await deletePasskeysOf(sql, personId);
  await deleteRecoveryCodes(sql, personId);
  await secrets.remove(sql, seedName(personId));
  await secrets.remove(sql, offerName(personId));
  await announce(sql, { what: "changed", of: "person", id: personId });
  await events.record({ kind: "factor.all-reset", outcome: "done", actor, account: email, from }, sql);
}
