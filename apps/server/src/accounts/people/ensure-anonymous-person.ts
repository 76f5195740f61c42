import type { Database } from "@khoj/db";
import { v7 as newId } from "uuid";
import { type Actor, type Right, scopes } from "../../platform/actor.ts";
import type { Identity } from "../../platform/http/pipeline.ts";
import { anonymousPerson } from "./person.ts";
import { insertPerson, insertPersonalSpace, listSpaces, selectPersonByUsername } from "./person-store.ts";

const everything: ReadonlySet<Right> = new Set(scopes);

/** The one person of anonymous mode and their space, made at the first start. */
export async function ensureAnonymousPerson(database: Database): Promise<Actor> {
  return database.transaction(async (sql) => {
    await insertPerson(sql, { id: newId(), ...anonymousPerson, state: "active", role: "user" });
    const person = await selectPersonByUsername(sql, anonymousPerson.username);
    if (!person) throw new Error("The person of anonymous mode was neither found nor made");
    await insertPersonalSpace(sql, newId(), person.id);
    const spaces = await listSpaces(sql, person.id);
    const [home] = spaces;
    if (!home) throw new Error("The person of anonymous mode has no space of their own");
    return {
      personId: person.id,
      email: person.email,
      username: person.username,
      via: "anonymous",
      credentialId: undefined,
      role: "user",
      rights: everything,
      elevated: false,
      home: home.id,
      spaces,
    };
  });
}

/** Who that person is now: spaces are shared with them and taken away. */
export const identifyAnonymous = async (database: Database, person: Actor): Promise<Identity> => ({
  actor: { ...person, spaces: await database.transaction((sql) => listSpaces(sql, person.personId)) },
});
