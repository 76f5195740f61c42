import type { EventInput } from "../audit/index.ts";

/** Who does something and from where, for the event that is recorded with it. */
export type Doer = Pick<EventInput, "actor" | "via" | "from">;
