import { conflict, type MadeUser } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { addPerson, type Person, type Role, requireEmail, updateState } from "../../accounts/index.ts";
import { makeSignInLink, type SignInLink } from "../../signin/index.ts";
import type { ActDeps, ActingAdmin } from "./acting-admin.ts";

/** 'Get email login URL': one that signs them in once, and lets in who was waiting. */
export async function giveLoginLink(
  deps: ActDeps,
  admin: ActingAdmin,
  person: Person,
): Promise<{ message: string; link: string }> {
  if (person.state === "suspended") throw conflict(`${person.email} is deactivated; activate them first`);
  const admits = person.state !== "active";
  const link = await deps.database.transaction(async (sql) => {
    const made = await makeSignInLink(sql, { ...linkOf(admin, person.id), purpose: "sign-in", admits });
    await recordLink(deps, sql, admin, { person, made, kind: "link.made" });
    return made;
  });
  return {
    message: `Login URL of ${person.email}. It works once, within 15 minutes${admits ? ", and lets them in for good" : ""}.`,
    link: link.address,
  };
}

/** An address that waits a week for somebody who waited or was invited before. */
export async function giveInvitation(
  deps: ActDeps,
  admin: ActingAdmin,
  person: Person,
): Promise<{ message: string; link: string }> {
  if (person.state === "active" || person.state === "suspended")
    throw conflict(`${person.email} has an account already; get an email login URL instead`);
  const link = await deps.database.transaction(async (sql) => {
    await updateState(sql, person.id, "invited");
    return invite(deps, sql, admin, person);
  });
  return { message: `Invitation of ${person.email}. It works once, within seven days.`, link };
}

/** Somebody new, by a link that is handed over; no mail is needed. */
export async function inviteSomebody(
  deps: ActDeps,
  admin: ActingAdmin,
  { email: typed, role }: { readonly email: string; readonly role: Role },
): Promise<MadeUser> {
  const email = requireEmail(typed);
  return deps.database.transaction(async (sql) => {
    const id = await addPerson(sql, { email, state: "invited", role });
    return { user: id, email, link: await invite(deps, sql, admin, { id, email }) };
  });
}

async function invite(
  deps: ActDeps,
  sql: Sql,
  admin: ActingAdmin,
  person: Pick<Person, "id" | "email">,
): Promise<string> {
  const made = await makeSignInLink(sql, { ...linkOf(admin, person.id), purpose: "invitation", admits: true });
  await recordLink(deps, sql, admin, { person, made, kind: "person.invited" });
  return made.address;
}

const linkOf = ({ actor, origin }: ActingAdmin, personId: string) => ({ personId, madeBy: actor.personId, origin });

const recordLink = (
  { events }: ActDeps,
  sql: Sql,
  { actor, from }: ActingAdmin,
  {
    person,
    made,
    kind,
  }: { readonly person: Pick<Person, "id" | "email">; readonly made: SignInLink; readonly kind: string },
): Promise<void> => {
  const target = { kind: "link", id: made.id };
  const facts = { person: person.id, expires: made.expiresAt.toISOString() };
  return events.record({ kind, outcome: "done", actor, from, account: person.email, target, facts }, sql);
};
