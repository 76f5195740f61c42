import { type AdminUsers, conflict, notFound } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import {
  activatePerson,
  addPerson,
  claimAnonymous,
  countAdministrators,
  deletePerson,
  makeAdministrator,
  makeUser,
  type Person,
  requireEmail,
  selectPersonByEmail,
  suspendPerson,
} from "../accounts/index.ts";
import { listUsers } from "../admin/index.ts";
import { makeSignInLink } from "../signin/index.ts";
import type { Administration } from "./administration.ts";

export interface GivenLink {
  readonly email: string;
  readonly link: string;
  readonly expires_at: string;
}

export const searchUsers = (
  { database, config }: Administration,
  q: string | undefined,
  page: number,
): Promise<AdminUsers> =>
  listUsers({ database, googleIssuer: config.googleIssuer }, undefined, { q, page, sort: "email", order: "asc" });

/**
 * Somebody new, with a link to come in by. The first administrator takes over what the person of anonymous mode had; a
 * further one may be somebody who has an account already.
 */
export async function addUser(
  administration: Administration,
  { email: typed, admin }: { readonly email: string; readonly admin: boolean },
): Promise<GivenLink & { readonly claimed: boolean }> {
  const email = requireEmail(typed);
  const { database, events, by } = administration;
  const known = await database.transaction((sql) => selectPersonByEmail(sql, email));
  if (admin && known?.state === "active") await makeAdministrator(administration, known.id, by);
  return database.transaction(async (sql) => {
    const claimed = admin && (await countAdministrators(sql)) === 0;
    if (!(admin && known?.state === "active")) {
      const id = claimed
        ? await claimAnonymous(sql, email)
        : await addPerson(sql, { email, state: admin ? "active" : "invited", role: admin ? "admin" : "user" });
      const facts = { role: admin ? "admin" : "user", claimed };
      const target = { kind: "person", id };
      await events.record(
        { ...by, kind: claimed ? "server.claimed" : "person.added", outcome: "done", account: email, target, facts },
        sql,
      );
    }
    return { ...(await makeLink(administration, sql, email, { invites: !admin })), claimed };
  });
}

/** A link for somebody who has no other way in just now; with `resetFactors` also for who lost the second factor. */
export const giveLoginLink = (
  administration: Administration,
  email: string,
  resetsFactors: boolean,
): Promise<GivenLink> =>
  administration.database.transaction((sql) => makeLink(administration, sql, requireEmail(email), { resetsFactors }));

async function makeLink(
  { events, by, origin }: Administration,
  sql: Sql,
  email: string,
  { invites = false, resetsFactors = false }: { readonly invites?: boolean; readonly resetsFactors?: boolean },
): Promise<GivenLink> {
  const person = await getPerson(sql, email);
  if (person.state === "suspended") throw conflict(`${email} is deactivated; first: khoj users activate ${email}`);
  const admits = person.state !== "active";
  const purpose = invites ? "invitation" : "sign-in";
  const { id, address, expiresAt } = await makeSignInLink(sql, {
    personId: person.id,
    purpose,
    admits,
    resetsFactors,
    origin,
  });
  const expires_at = expiresAt.toISOString();
  await events.record(
    {
      ...by,
      kind: invites ? "person.invited" : "link.made",
      outcome: "done",
      account: email,
      target: { kind: "link", id },
      facts: { person: person.id, expires: expires_at, resets_factors: resetsFactors },
    },
    sql,
  );
  return { email, link: address, expires_at };
}

const changes = {
  deactivate: suspendPerson,
  activate: activatePerson,
  "make-admin": makeAdministrator,
  "make-user": makeUser,
  delete: deletePerson,
};
export type UserChange = keyof typeof changes;

/** Does one of the changes to whoever has the address; answers who they were before. */
export async function changeUser(administration: Administration, change: UserChange, typed: string): Promise<Person> {
  const person = await administration.database.transaction((sql) => getPerson(sql, requireEmail(typed)));
  await changes[change](administration, person.id, administration.by);
  return person;
}

/** The person of an address; throws when there is none. */
export async function getPerson(sql: Sql, email: string): Promise<Person> {
  const person = await selectPersonByEmail(sql, email);
  if (person === undefined) throw notFound("person", email);
  return person;
}
