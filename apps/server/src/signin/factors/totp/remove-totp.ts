import { KhojError } from "@khoj/contract";
import { lockPerson } from "../../../accounts/index.ts";
import type { Actor, From } from "../../../platform/actor.ts";
import type { SignInDeps } from "../../signin-deps.ts";
import { keepWayIn, readWorkingMethods } from "../keep-way-in.ts";
import { offerName, seedName } from "./offer-totp.ts";
import { deleteTotp } from "./totp-store.ts";

/** The app is no factor any more; an administrator's last one stays. */
export async function removeTotp(deps: SignInDeps, actor: Actor, from: From): Promise<void> {
  const { events, secrets, accounts } = deps;
  const working = await readWorkingMethods(deps);
  await accounts.change({ what: "changed", of: "person", id: actor.personId }, async (sql) => {
    const person = await lockPerson(sql, actor.personId);
    const removed = person !== undefined && (await deleteTotp(sql, person.id));
    if (!removed) throw new KhojError("not_found", "No authenticator app is set up");
    await keepWayIn(sql, person, working);
    await secrets.remove(sql, seedName(person.id));
    await secrets.remove(sql, offerName(person.id));
    await events.record({ kind: "factor.totp-removed", outcome: "done", actor, from }, sql);
  });
}
