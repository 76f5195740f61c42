import { conflict, type UserActionName } from "@khoj/contract";
import {
  activatePerson,
  deletePerson,
  makeAdministrator,
  makeUser,
  type Person,
  signOutPerson,
  suspendPerson,
} from "../../accounts/index.ts";
import { resetFactors } from "../../signin/index.ts";
import type { ActDeps, ActingAdmin } from "./acting-admin.ts";
import { giveInvitation, giveLoginLink } from "./give-link.ts";

interface Done {
  /** What happened, in a sentence. */
  readonly message: string;
  readonly link?: string;
}
type Act = (deps: ActDeps, admin: ActingAdmin, person: Person) => Promise<Done>;

/** What an administrator can do to one person. Each refuses with a sentence where it makes no sense. */
export const userActs: Readonly<Record<UserActionName, Act>> = {
  "login-link": giveLoginLink,
  invite: giveInvitation,
  approve: async (deps, admin, person) => {
    if (person.state !== "unverified") throw conflict(`${person.email} does not wait for approval`);
    await activatePerson(standing(deps), person.id, doer(admin));
    return { message: `${person.email} may come in now.` };
  },
  deactivate: async (deps, admin, person) => {
    refuseOneself(admin, person, "deactivate");
    if (person.state === "suspended") throw conflict(`${person.email} is deactivated already`);
    await suspendPerson(standing(deps), person.id, doer(admin));
    return { message: `${person.email} is deactivated; all that was open has ended.` };
  },
  activate: async (deps, admin, person) => {
    if (person.state !== "suspended") throw conflict(`${person.email} is not deactivated`);
    await activatePerson(standing(deps), person.id, doer(admin));
    return { message: `${person.email} may come in again.` };
  },
  "make-admin": async (deps, admin, person) => {
    if (person.role === "admin") throw conflict(`${person.email} is an administrator already`);
    if (person.state === "unverified" || person.state === "suspended")
      throw conflict(`${person.email} may not come in yet; approve or activate them first`);
    await makeAdministrator(standing(deps), person.id, doer(admin));
    return { message: `${person.email} is an administrator; the panel opens once they have a second factor.` };
  },
  "make-user": async (deps, admin, person) => {
    refuseOneself(admin, person, "take administration from");
    if (person.role === "user") throw conflict(`${person.email} is no administrator`);
    await makeUser(standing(deps), person.id, doer(admin));
    return { message: `${person.email} is an ordinary user now.` };
  },
  "reset-factors": async (deps, admin, person) => {
    refuseOneself(admin, person, "reset the factors of");
    await deps.database.transaction((sql) =>
      resetFactors(deps, sql, { personId: person.id, email: person.email, actor: admin.actor, from: admin.from }),
    );
    await signOutPerson(standing(deps), person.id, doer(admin));
    return { message: `${person.email} has no second factor any more and is signed out; give them a login URL.` };
  },
  "sign-out": async (deps, admin, person) => {
    refuseOneself(admin, person, "sign out");
    await signOutPerson(standing(deps), person.id, doer(admin));
    return { message: `${person.email} is signed out everywhere.` };
  },
  delete: async (deps, admin, person) => {
    refuseOneself(admin, person, "delete");
    await deletePerson({ ...standing(deps), database: deps.database }, person.id, doer(admin));
    return { message: `${person.email} is deleted, with everything that was theirs.` };
  },
};

const standing = ({ accounts, events }: ActDeps) => ({ changeMany: accounts.changeMany, events });
const doer = ({ actor, from }: ActingAdmin) => ({ actor, from });

/** Whoever works through a list must not lock themselves out in passing. */
function refuseOneself({ actor }: ActingAdmin, { id }: Person, what: string): void {
  if (actor.personId === id)
    throw conflict(`You cannot ${what} yourself here; use Settings, or ask another administrator`);
}
