import { conflict, notFound } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import type { EventInput, Events } from "../../audit/index.ts";
import type { AccessChange, ChangeMany } from "../access-changes.ts";
import type { Doer } from "../doer.ts";
import { endEveryWayIn } from "./erase-store.ts";
import type { Person } from "./person.ts";
import { countAdministrators, lockAdministration, lockPerson, updateRole, updateState } from "./person-store.ts";

/** What the acts below work with. Each records its event in its own transaction; callers record none. */
export interface StandingDeps {
  /** `accounts.changeMany` of a server, or `changeFromOutside` of a program that answers nobody itself. */
  readonly changeMany: ChangeMany;
  readonly events: Events;
}

/** Sends somebody out: sessions end, with their streams and sockets; keys rest; links and half-way sign-ins are dead. */
export const suspendPerson = (deps: StandingDeps, id: string, doer: Doer): Promise<void> =>
  changeStanding(deps, id, doer, async (sql, person) => {
    await refuseLastAdministrator(sql, person, "suspended");
    await updateState(sql, id, "suspended");
    await endEveryWayIn(sql, id);
    return "person.suspended";
  });

/** Lets somebody in who waits, was invited or was sent out. */
export const activatePerson = (deps: StandingDeps, id: string, doer: Doer): Promise<void> =>
  changeStanding(deps, id, doer, async (sql) => {
    await updateState(sql, id, "active");
    return "person.activated";
  });

/** Of somebody in whatever state; the panel opens once they have a second factor. */
export const makeAdministrator = (deps: StandingDeps, id: string, doer: Doer): Promise<void> =>
  changeStanding(deps, id, doer, async (sql) => {
    await updateRole(sql, id, "admin");
    return "person.made-administrator";
  });

/** Takes administration away, but never from the last who has it. */
export const makeUser = (deps: StandingDeps, id: string, doer: Doer): Promise<void> =>
  changeStanding(deps, id, doer, async (sql, person) => {
    await refuseLastAdministrator(sql, person, "made a user");
    await updateRole(sql, id, "user");
    return "person.made-user";
  });

/** Signs somebody out everywhere; they may come in again. */
export const signOutPerson = (deps: StandingDeps, id: string, doer: Doer): Promise<void> =>
  changeStanding(deps, id, doer, async (sql) => {
    await endEveryWayIn(sql, id);
    return "person.signed-out";
  });

type Act = (sql: Sql, person: Person) => Promise<EventInput["kind"]>;

/** One at a time, so that of the last two administrators not each removes the other. */
async function changeStanding({ changeMany, events }: StandingDeps, id: string, doer: Doer, act: Act): Promise<void> {
  await changeMany(async (sql, tell) => {
    await lockAdministration(sql);
    const person = await lockPerson(sql, id);
    if (person === undefined) throw notFound("person", id);
    const kind = await act(sql, person);
    await tell(endedPerson(id));
    await events.record({ ...doer, kind, outcome: "done", account: person.email, target: { kind: "person", id } }, sql);
  });
}

/** What they are doing just now ends too, so that it begins again by the new standing. */
export const endedPerson = (id: string): AccessChange => ({ what: "ended", of: "person", id });

/** `what` they would be is part of the sentence: `suspended`, `deleted`. */
export async function refuseLastAdministrator(sql: Sql, person: Person, what: string): Promise<void> {
  if (person.role !== "admin" || person.state !== "active" || (await countAdministrators(sql)) > 1) return;
  throw conflict(
    `${person.email} is the only administrator and cannot be ${what}; make somebody else an administrator first`,
  );
}
