import type { StatusPart } from "@khoj/contract";
import type { ExportOf } from "./export-part.ts";
import type { Route } from "./http/route.ts";
import type { SocketRoute } from "./http/socket.ts";

/** One feature of the server: what it answers, and what must run and stop with it. */
export interface Room {
  readonly name: string;
  readonly routes: readonly Route[];
  readonly sockets?: readonly SocketRoute[];
  /** What `khoj status` shows of this room: facts, and warnings with their cure. Quick: no long look-ups. */
  status?(): Promise<Omit<StatusPart, "name">>;
  /** What of it is a person's own, for the export of everything that is theirs. */
  readonly exportOf?: ExportOf;
  /** Starts background work; called once the server listens. */
  start?(): Promise<void>;
  /** Stops background work and releases what the room holds; called once, in reverse order. */
  stop?(): Promise<void>;
}
