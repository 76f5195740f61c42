import path from "node:path";
import { KhojError } from "@khoj/contract";
import type { Database } from "./database.ts";
import { keepPasswords } from "./embedded/passwords.ts";
import { readRunningAddress } from "./embedded/running-address.ts";
import { migrations } from "./migrations/index.ts";
import { databaseName, servingRole } from "./open-embedded.ts";
import { openPool } from "./pool-database.ts";

/**
 * The embedded database of a data directory whose lock a running server holds, as the serving role, beside that server.
 * Nothing is started and nothing migrated. `close` leaves it running.
 */
export async function openRunning(directory: string): Promise<{ readonly database: Database; close(): Promise<void> }> {
  const home = path.join(directory, "pg");
  const address = await readRunningAddress(path.join(home, "data"));
  if (address === undefined)
    throw new KhojError("unavailable", `a server runs on ${directory}, but its database is not ready; try again`, {
      retryAfter: 5,
    });
  const { server: password } = await keepPasswords(path.join(home, "passwords.json"));
  const database = openPool({ ...address, database: databaseName, user: servingRole, password }, { connections: 2 });
  try {
    await refuseOtherVersion(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return { database, close: () => database.close() };
}

async function refuseOtherVersion(database: Database): Promise<void> {
  const [found] = await database.statement<{ step: number }>("SELECT max(number) AS step FROM migrations");
  const known = migrations.at(-1)?.number;
  if (found?.step === known) return;
  throw new KhojError(
    "conflict",
    `the running server is another version of Khoj (schema step ${found?.step}, this program knows ${known}); restart it first`,
  );
}
