import type { Database } from "@khoj/db";
import { v7 as newId } from "uuid";

/** A person with a personal space; answers the space's id. */
export async function aSpace(database: Database): Promise<string> {
  const person = newId();
  const space = newId();
  await database.transaction(async (sql) => {
    await sql.execute("INSERT INTO people (id, username, email) VALUES ($1, $2, $3)", [
      person,
      person,
      `${person}@a.test`,
    ]);
    await sql.execute("INSERT INTO spaces (id, kind, name, owner_id) VALUES ($1, 'personal', 'Notes', $2)", [
      space,
      person,
    ]);
  });
  return space;
}
