import { notFound } from "@khoj/contract";
import { lockPerson } from "../../../accounts/index.ts";
import type { Actor, From } from "../../../platform/actor.ts";
import type { SignInDeps } from "../../signin-deps.ts";
import { keepWayIn, readWorkingMethods } from "../keep-way-in.ts";
import { deletePasskey, updatePasskeyName } from "./passkey-store.ts";

export async function renamePasskey({ database }: SignInDeps, actor: Actor, id: string, name: string): Promise<void> {
  const renamed = await database.transaction((sql) => updatePasskeyName(sql, actor.personId, id, name));
  if (!renamed) throw notFound("passkey", id);
}

/** Not the last way in, nor an administrator's last factor. */
export async function removePasskey(deps: SignInDeps, actor: Actor, id: string, from: From): Promise<void> {
  const working = await readWorkingMethods(deps);
  await deps.accounts.change({ what: "changed", of: "person", id: actor.personId }, async (sql) => {
    const person = await lockPerson(sql, actor.personId);
    if (person === undefined || !(await deletePasskey(sql, person.id, id))) throw notFound("passkey", id);
    await keepWayIn(sql, person, working);
    const target = { kind: "passkey", id };
    await deps.events.record({ kind: "factor.passkey-removed", outcome: "done", actor, target, from }, sql);
  });
}
