import { type AccountKey, conflict, type MadeKey, type NewKey, notFound } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import {
  anonymousPerson,
  createKey,
  findKeyOfAnybody,
  type KeyDeps,
  listKeys,
  requireEmail,
  revokeKey,
  selectPersonByUsername,
} from "../accounts/index.ts";
import type { Administration } from "./administration.ts";
import { getPerson } from "./users.ts";

const depsOf = ({ config, database, changeMany, events }: Administration): KeyDeps => ({
  database,
  changeMany,
  events,
  environment: config.environment,
});

/** The keys of the person named, or of everybody. */
export async function listAllKeys(
  administration: Administration,
  email: string | undefined,
): Promise<(AccountKey & { readonly email: string })[]> {
  const { database } = administration;
  const person =
    email === undefined ? undefined : await database.transaction((sql) => getPerson(sql, requireEmail(email)));
  return listKeys(administration, person?.id);
}

/** For the person named; without a name for the one of anonymous mode, who can make keys by no other way. */
export async function createKeyFor(
  administration: Administration,
  email: string | undefined,
  wanted: NewKey,
): Promise<MadeKey & { readonly email: string }> {
  const find = (sql: Sql) => (email === undefined ? getAnonymous(sql) : getPerson(sql, requireEmail(email)));
  const person = await administration.database.transaction(find);
  const made = await createKey(depsOf(administration), person.id, wanted, administration.by);
  return { ...made, email: person.email };
}

async function getAnonymous(sql: Sql) {
  const person = await selectPersonByUsername(sql, anonymousPerson.username);
  if (person === undefined) throw conflict("This server has accounts; say whose key it is to be: --user EMAIL");
  return person;
}

/** By its id, or by the mask that lists show of it. */
export async function endKey(administration: Administration, which: string): Promise<AccountKey> {
  const id = await administration.database.transaction((sql) => findKeyOfAnybody(sql, which));
  if (id === undefined) throw notFound("key", which);
  return revokeKey(depsOf(administration), { id, personId: undefined }, administration.by);
}
