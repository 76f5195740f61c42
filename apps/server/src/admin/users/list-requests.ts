import type { AdminRequests } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { mostPending, pendingDays } from "../../signin/index.ts";
import { selectWaiting } from "./user-store.ts";

/** Who asked to come in and waits for an administrator, the first one on top. */
export async function listRequests(database: Database): Promise<AdminRequests> {
  const waiting = await database.transaction((sql) => selectWaiting(sql, pendingDays));
  const requests = waiting.map(({ id, email, asked_at, ends_at }) => ({
    id,
    email,
    asked_at: asked_at.toISOString(),
    ends_at: ends_at.toISOString(),
  }));
  return { requests, most: mostPending };
}
