import type { Database } from "@khoj/db";
import { insertEvent } from "./event-store.ts";
import type { Events } from "./events.ts";

/** The table of events, for every room to write to. */
export const openAudit = (database: Database): Events => ({
  record: (event, sql) => insertEvent(sql ? sql.query : database.statement, event),
});
