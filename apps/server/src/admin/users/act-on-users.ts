import { dangerousUserActions, KhojError, type UserActionName, type UserActionOutcomes } from "@khoj/contract";
import { type Person, selectPerson } from "../../accounts/index.ts";
import { requireElevated } from "../../platform/http/require-elevated.ts";
import type { ActDeps, ActingAdmin } from "./acting-admin.ts";
import { userActs } from "./user-acts.ts";

type Outcome = UserActionOutcomes["outcomes"][number];

/** Does one thing to many people, each in a transaction of its own: what fails for one is said of that one. */
export async function actOnUsers(
  deps: ActDeps,
  admin: ActingAdmin,
  { action, users }: { readonly action: UserActionName; readonly users: readonly string[] },
): Promise<UserActionOutcomes> {
  if (dangerousUserActions.includes(action)) requireElevated(admin.actor);
  const outcomes: Outcome[] = [];
  for (const id of new Set(users.map((user) => user.toLowerCase())))
    outcomes.push(await actOnUser(deps, admin, action, id));
  return { outcomes };
}

async function actOnUser(deps: ActDeps, admin: ActingAdmin, action: UserActionName, id: string): Promise<Outcome> {
  const person = await deps.database.transaction((sql) => selectPerson(sql, id));
  const outcome = { user: id, email: person?.email ?? null };
  if (person === undefined)
    return { ...outcome, done: false, link: null, message: "There is nobody of this id any more" };
  try {
    const { message, link = null } = await userActs[action](deps, admin, person);
    return { ...outcome, done: true, link, message };
  } catch (error) {
    const message = sayWhyNot(deps, error);
    await noteRefusal(deps, admin, action, person, message);
    return { ...outcome, done: false, link: null, message };
  }
}

function sayWhyNot({ log }: ActDeps, error: unknown): string {
  if (error instanceof KhojError && error.code !== "internal") return error.message;
  log.error({ error }, "an act of an administrator failed");
  return "The server failed at this one; its log says why";
}

const noteRefusal = (
  { events }: ActDeps,
  { actor, from }: ActingAdmin,
  action: UserActionName,
  { id, email }: Person,
  why: string,
): Promise<void> =>
  events.record({
    kind: "person.act-refused",
    outcome: "refused",
    actor,
    from,
    account: email,
    target: { kind: "person", id },
    facts: { action, why },
  });
