import type { TotpOffer } from "@khoj/contract";
import { z } from "zod";
import type { Actor } from "../../../platform/actor.ts";
import { makeFlow } from "../../flows/flows.ts";
import type { SignInDeps } from "../../signin-deps.ts";
import { makeSeed, seedAddress } from "./totp-code.ts";

/** A seed that was shown and waits for its first code; what it remembers lies with the secrets. */
export const totpOffer = { name: "totp-offer", state: z.object({}) };

export const offerName = (personId: string): string => `totp-offer/${personId}`;
export const seedName = (personId: string): string => `totp/${personId}`;

/** A new seed, which changes nothing until a code confirms it: an app in use works until then. */
export async function offerTotp(
  { database, secrets }: Pick<SignInDeps, "database" | "secrets">,
  actor: Actor,
): Promise<{ readonly offer: TotpOffer; readonly flow: string }> {
  const secret = makeSeed();
  const flow = await database.transaction(async (sql) => {
    await secrets.put(sql, offerName(actor.personId), secret);
    return makeFlow(sql, totpOffer, { personId: actor.personId, state: {} });
  });
  return { offer: { uri: seedAddress(secret, actor.email), secret }, flow };
}
