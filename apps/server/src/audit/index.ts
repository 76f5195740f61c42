/** What happened: one append-only table that every room writes to, and administrators read. */
export type { EventInput, Events, Fact } from "./events.ts";
export { noteRefusals, type Refusal } from "./note-refusals.ts";
export { openAudit } from "./open-audit.ts";
export {
  eventLines,
  exportEvents,
  type ReadEventsDeps,
  readEvents,
  readFailedSignIns,
} from "./read-events.ts";
