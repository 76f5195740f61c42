import { conflict } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { v7 as newId } from "uuid";
import type { PersonState, Role } from "./person.ts";
import { insertPerson, insertPersonalSpace } from "./person-store.ts";

/** A new person with a space of their own; `email` is normalised already. Refuses an address that is taken. */
export async function addPerson(
  sql: Sql,
  { email, state, role = "user" }: { readonly email: string; readonly state: PersonState; readonly role?: Role },
): Promise<string> {
  const id = newId();
  const made = await insertPerson(sql, { id, username: email, email, state, role });
  if (!made) throw conflict(`There is an account for ${email} already`);
  await insertPersonalSpace(sql, newId(), id);
  return id;
}
