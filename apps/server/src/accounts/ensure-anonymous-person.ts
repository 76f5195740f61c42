import type { Database } from "@khoj/db";
import { v7 as newId } from "uuid";
import type { Actor, Scope } from "../platform/actor.ts";
import { findPerson, insertPerson, insertPersonalSpace, listSpaces } from "./store.ts";

/** Upstream's clients know this address as "nobody signed in" (wire.md §2.1). */
const anonymous = { username: "default", email: "default@example.com" };
const everything: ReadonlySet<Scope> = new Set(["read", "write", "chat", "automate", "admin"]);

/** The one person of anonymous mode and their space, made at the first start. */
export async function ensureAnonymousPerson(database: Database): Promise<Actor> {
  return database.transaction(async (sql) => {
    await insertPerson(sql, { id: newId(), ...anonymous });
    const person = await findPerson(sql, anonymous.username);
    if (!person) throw new Error("The person of anonymous mode was neither found nor made");
    await insertPersonalSpace(sql, newId(), person.id);
    const spaces = await listSpaces(sql, person.id);
    const [home] = spaces;
    if (!home) throw new Error("The person of anonymous mode has no space of their own");
    const { id: personId, email, username } = person;
    return { personId, email, username, via: "anonymous", scopes: everything, home: home.id, spaces };
  });
}
