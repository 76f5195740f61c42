import type { AccountMethods } from "@khoj/contract";
import type { Actor } from "../../platform/actor.ts";
import { leastPassword } from "../password/password-rules.ts";
import { selectPasswordChange } from "../password/password-store.ts";
import { selectIdentities } from "../providers/identity-store.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { identityId } from "./identity-id.ts";
import { canonicalIssuer, readWorkingMethods } from "./keep-way-in.ts";
import { selectMeans } from "./means-store.ts";
import { findPasskeyPlace } from "./passkeys/passkey-place.ts";
import { selectPasskeys } from "./passkeys/passkey-store.ts";
import { selectRecovery } from "./recovery/recovery-store.ts";

/** How the person may come in, and what guards their account. */
export async function showMethods(deps: SignInDeps, actor: Actor, origin: string): Promise<AccountMethods> {
  const { on, issuers } = await readWorkingMethods(deps);
  const { problem } = findPasskeyPlace(deps.publicOrigin, origin);
  const { personId } = actor;
  return deps.database.transaction(async (sql) => {
    const changedAt = await selectPasswordChange(sql, personId);
    const { totp } = await selectMeans(sql, personId);
    const passkeys = await selectPasskeys(sql, personId);
    const identities = await selectIdentities(sql, personId);
    return {
      password: {
        set: changedAt !== undefined,
        changed_at: changedAt?.toISOString() ?? null,
        least: leastPassword[actor.role],
      },
      totp: { on: totp },
      recovery: await selectRecovery(sql, personId),
      passkeys: passkeys.map(({ id, name, made_at, used_at, backed_up }) => ({
        id,
        name,
        made_at: made_at.toISOString(),
        used_at: used_at?.toISOString() ?? null,
        backed_up,
      })),
      identities: identities.map((identity) => ({
        id: identityId(identity),
        provider: issuers.get(canonicalIssuer(identity.issuer)) ?? null,
        issuer: identity.issuer,
        email: identity.email,
        made_at: identity.made_at.toISOString(),
      })),
      available: [...on],
      admin_needs: actor.adminNeeds ?? null,
      passkey_problem: problem,
    };
  });
}
