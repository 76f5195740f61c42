import { conflict } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { v7 as newId } from "uuid";
import { addPerson } from "./add-person.ts";
import {
  countAdministrators,
  insertPersonalSpace,
  lockAdministration,
  renameAnonymous,
  selectPersonByEmail,
} from "./person-store.ts";

/**
 * Makes the first administrator. They become the person of anonymous mode, so that documents, folders, conversations and
 * settings are theirs without a row being moved. Refuses when somebody administers already. `email` is normalised.
 */
export async function claimAnonymous(sql: Sql, email: string): Promise<string> {
  await lockAdministration(sql);
  if ((await countAdministrators(sql)) > 0)
    throw conflict("This server has an administrator already; ask them, or sign in");
  const waiting = await selectPersonByEmail(sql, email);
  if (waiting !== undefined) {
    if (waiting.state === "active")
      throw conflict(`${email} has an account already; make it an administrator with khoj users add ${email} --admin`);
    await sql.execute("DELETE FROM people WHERE id = $1", [waiting.id]);
  }
  const claimed = await renameAnonymous(sql, email);
  if (claimed === undefined) return addPerson(sql, { email, state: "active", role: "admin" });
  await insertPersonalSpace(sql, newId(), claimed);
  return claimed;
}
