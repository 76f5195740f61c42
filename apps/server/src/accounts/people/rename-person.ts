import { badRequest } from "@khoj/contract";
import type { Database } from "@khoj/db";
import type { Actor } from "../../platform/actor.ts";
import { updateName } from "./person-store.ts";

/** A given name and a family name, or one of them; nothing takes the name away. */
export async function renamePerson(database: Database, actor: Actor, name: string): Promise<void> {
  const words = name.split(/\s+/).filter((word) => word !== "");
  if (words.length > 2) {
    throw badRequest(`A name has at most two words here, a given and a family name; this one has ${words.length}`);
  }
  const whole = words.join(" ");
  if (whole.length > 150) throw badRequest(`A name has at most 150 characters; this one has ${whole.length}`);
  await database.transaction((sql) => updateName(sql, actor.personId, whole === "" ? undefined : whole));
}
