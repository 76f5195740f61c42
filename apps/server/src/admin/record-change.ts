import type { Sql } from "@khoj/db";
import type { EventInput, Events } from "../audit/index.ts";
import type { Actor, From } from "../platform/actor.ts";

export interface ByWhom {
  readonly actor: Actor;
  readonly from: From;
}

/** A change of the server itself, kept with what it was changed to; never with a secret. */
export const recordChange = (
  events: Events,
  sql: Sql,
  { actor, from }: ByWhom,
  what: Pick<EventInput, "kind" | "facts">,
): Promise<void> => events.record({ ...what, outcome: "done", actor, from }, sql);
