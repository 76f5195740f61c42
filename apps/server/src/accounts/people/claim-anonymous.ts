import { conflict } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { v7 as newId } from "uuid";
import { announce } from "../access-changes.ts";
import { addPerson } from "./add-person.ts";
import {
  countAdministrators,
  deleteKeysOf,
  deletePersonRow,
  insertPersonalSpace,
  lockAdministration,
  renameAnonymous,
  selectPersonByEmail,
} from "./person-store.ts";

/**
 * Makes the first administrator. They become the person of anonymous mode, so that documents, folders, conversations and
 * settings are theirs without a row being moved; keys of anonymous time end. Nobody has proved yet that the address is
 * theirs. Refuses when somebody administers already. `email` is normalised; whoever waits under it makes way.
 */
export async function claimAnonymous(sql: Sql, email: string): Promise<string> {
  await lockAdministration(sql);
  if ((await countAdministrators(sql)) > 0)
    throw conflict("This server has an administrator already; ask them, or sign in");
  const waiting = await selectPersonByEmail(sql, email);
  if (waiting !== undefined) {
    if (waiting.state === "active" || waiting.state === "suspended")
      throw conflict(`${email} has an account already; make it an administrator with khoj users add ${email} --admin`);
    await deletePersonRow(sql, waiting.id);
  }
  const claimed = await renameAnonymous(sql, email);
  if (claimed === undefined) return addPerson(sql, { email, state: "active", role: "admin" });
  await insertPersonalSpace(sql, newId(), claimed);
  await deleteKeysOf(sql, claimed);
  await announce(sql, { what: "ended", of: "person", id: claimed });
  return claimed;
}
