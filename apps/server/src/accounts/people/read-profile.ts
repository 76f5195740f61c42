import { notFound, type Profile } from "@khoj/contract";
import type { Database } from "@khoj/db";
import type { Events } from "../../audit/index.ts";
import type { Actor, From } from "../../platform/actor.ts";
import type { Accounts } from "../open-accounts.ts";
import { selectPerson } from "./person-store.ts";

export interface OwnAccountDeps {
  readonly database: Database;
  readonly accounts: Pick<Accounts, "changeMany" | "instance" | "rename">;
  readonly events: Events;
  /** Whether the admin panel answers to this address at all. */
  readonly panelAnswers: (from: From) => boolean;
}

/** Who the person is to themselves, and whether the panel opens to them from here. */
export async function readProfile(
  { database, panelAnswers }: OwnAccountDeps,
  actor: Actor,
  from: From,
): Promise<Profile> {
  const person = await database.transaction((sql) => selectPerson(sql, actor.personId));
  if (person === undefined) throw notFound("account", actor.email);
  return {
    id: person.id,
    email: person.email,
    name: person.name,
    role: person.role,
    made_at: person.created_at.toISOString(),
    elevated: actor.elevated,
    admin_needs: actor.adminNeeds ?? null,
    may_administer: actor.rights.has("admin") && panelAnswers(from),
  };
}
