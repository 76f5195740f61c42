import type { Database } from "@khoj/db";
import { type Accounts, openAccounts } from "./accounts/index.ts";
import type { Config } from "./config.ts";
import { openOperations } from "./operations/index.ts";
import type { Logger } from "./platform/log.ts";
import type { Room } from "./platform/room.ts";

export interface RoomsDeps {
  readonly config: Config;
  readonly database: Database;
  readonly log: Logger;
}

export interface OpenRooms extends Accounts {
  /** In the order they start; they stop in the reverse one. */
  readonly rooms: readonly Room[];
}

/** The one list of rooms: what exists, and what each is given. */
export async function openRooms(deps: RoomsDeps): Promise<OpenRooms> {
  const accounts = await openAccounts(deps.database);
  const rooms: Room[] = [openOperations({ config: deps.config })];
  return { ...accounts, rooms };
}
