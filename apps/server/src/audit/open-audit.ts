import type { Database } from "@khoj/db";
import type { Events } from "./events.ts";
import { insertEvent } from "./store.ts";

export const openAudit = (database: Database): Events => ({
  record: (event, sql) => insertEvent(sql ? sql.query : database.statement, event),
});
