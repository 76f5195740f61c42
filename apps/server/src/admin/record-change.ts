import type { Sql } from "@khoj/db";
import type { EventInput, Events } from "../audit/index.ts";
import type { WhoAsks } from "../platform/actor.ts";

/** A change of the server itself, kept with what it was changed to; never with a secret. */
export const recordChange = (
  events: Events,
  sql: Sql,
  { actor, from }: WhoAsks,
  what: Pick<EventInput, "kind" | "facts">,
): Promise<void> => events.record({ ...what, outcome: "done", actor, from }, sql);
