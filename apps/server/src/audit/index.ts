/** What happened: one append-only table that every room writes to, and administrators read. */
export type { EventInput, Events } from "./events.ts";
export { openAudit } from "./open-audit.ts";
