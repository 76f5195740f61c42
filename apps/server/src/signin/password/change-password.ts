import { badRequest, KhojError } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { announce, deleteSessionsOf, lockPerson } from "../../accounts/index.ts";
import type { Actor, From } from "../../platform/actor.ts";
import { keepWayIn, readWorkingMethods } from "../factors/keep-way-in.ts";
import { requireMethod } from "../method-settings.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { hashPassword } from "./hash-password.ts";
import { checkPassword } from "./password-rules.ts";
import { deletePassword, upsertPassword } from "./password-store.ts";

/** Sets one's own password. Whoever is signed in elsewhere by the old one is signed out. */
export async function setPassword(deps: SignInDeps, actor: Actor, password: string, from: From): Promise<void> {
  await requireMethod(deps, "password");
  const wrong = await checkPassword(password, actor);
  if (wrong !== undefined) throw badRequest(wrong);
  const hash = await hashPassword(password);
  await deps.accounts.change({ what: "changed", of: "person", id: actor.personId }, async (sql) => {
    await upsertPassword(sql, actor.personId, hash);
    const ended = await endOtherSessions(sql, actor);
    await deps.events.record(
      { kind: "password.set", outcome: "done", actor, from, facts: { sessions_ended: ended } },
      sql,
    );
  });
}

/** Takes one's own password away, unless it is the last way in. */
export async function removePassword(deps: SignInDeps, actor: Actor, from: From): Promise<void> {
  const working = await readWorkingMethods(deps);
  await deps.accounts.change({ what: "changed", of: "person", id: actor.personId }, async (sql) => {
    const person = await lockPerson(sql, actor.personId);
    if (person === undefined || !(await deletePassword(sql, person.id)))
      throw new KhojError("not_found", "You have no password");
    await keepWayIn(sql, person, working);
    await deps.events.record({ kind: "password.removed", outcome: "done", actor, from }, sql);
  });
}

async function endOtherSessions(sql: Sql, { personId, credentialId }: Actor): Promise<number> {
  const ended = await deleteSessionsOf(sql, personId, credentialId);
  for (const id of ended) await announce(sql, { what: "ended", of: "credential", id });
  return ended.length;
}
