import type { AuditEvents, FailedSignIns } from "@khoj/contract";
import type { Database } from "@khoj/db";
import type { z } from "zod";
import type { WhoAsks } from "../platform/actor.ts";
import type { EventFilter } from "./event-filter.ts";
import { countEvents, selectEvents, selectEventsAfter, selectFailedSignIns, wasReadLately } from "./event-store.ts";
import type { Events } from "./events.ts";

export interface ReadEventsDeps {
  readonly database: Database;
  readonly events: Events;
}

const pageSize = 50;
const mostCounted = 10_000;
const batch = 500;

/** One page, the newest first. `before` holds pages still while new events arrive: the seq of the first one seen, plus one. */
export async function readEvents(
  deps: ReadEventsDeps,
  reader: WhoAsks,
  { page = 1, before, ...filter }: EventFilter & { readonly page?: number; readonly before?: number },
): Promise<z.output<typeof AuditEvents>> {
  const query = deps.database.statement;
  await noteReading(deps, reader);
  const total = await countEvents(query, filter, mostCounted);
  const events = await selectEvents(query, filter, { limit: pageSize, offset: (page - 1) * pageSize, before });
  return { events, total, page, pages: Math.max(1, Math.ceil(total / pageSize)) };
}

/** For the chart: failed sign-ins of the last days, by day, account and network (/24, /48). */
export const readFailedSignIns = (database: Database, days: number): Promise<FailedSignIns> =>
  selectFailedSignIns(database.statement, Math.min(Math.max(days, 1), 366), 20);

/** Every event that fits, the oldest first, as JSON lines; a part at a time, so that no export is too long. */
export async function* exportEvents(
  deps: ReadEventsDeps,
  reader: WhoAsks,
  filter: EventFilter,
): AsyncGenerator<string> {
  await deps.events.record({ kind: "events.exported", outcome: "done", ...reader });
  yield* eventLines(deps.database, filter);
}

/** The lines alone, for an export of a person's own things. */
export async function* eventLines(database: Database, filter: EventFilter): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const events = await selectEventsAfter(database.statement, filter, after, batch);
    for (const event of events) yield `${JSON.stringify(event)}\n`;
    const last = events.at(-1);
    if (last === undefined || events.length < batch) return;
    after = last.seq;
  }
}

async function noteReading({ database, events }: ReadEventsDeps, { actor, from }: WhoAsks): Promise<void> {
  const credential = actor.credentialId;
  if (credential !== undefined && (await wasReadLately(database.statement, credential))) return;
  await events.record({ kind: "events.read", outcome: "done", actor, from });
}
