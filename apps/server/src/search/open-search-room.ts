import type { Database } from "@khoj/db";
import type { Library } from "../library/index.ts";
import type { Actor } from "../platform/actor.ts";
import type { Logger } from "../platform/log.ts";
import type { Room } from "../platform/room.ts";
import type { SearchAnswer, SearchRequest } from "./hit.ts";
import { startIndexThread } from "./index-link.ts";
import { searchRoutes } from "./routes.ts";
import { type SearchDeps, search } from "./search.ts";
import { openSearchIndex, type SearchIndex } from "./search-index.ts";

export interface SearchRoomDeps {
  readonly database: Database;
  readonly library: Library;
  readonly dataDirectory: string;
  readonly log: Logger;
  /** Tests look at the index's thread, and end it. */
  readonly startThread?: typeof startIndexThread;
}

export interface SearchRoom extends Room {
  readonly search: (actor: Actor, request: SearchRequest, signal?: AbortSignal) => Promise<SearchAnswer>;
  /** For writers that answer only when what they wrote is found. */
  readonly caughtUp: SearchIndex["caughtUp"];
  readonly indexSize: SearchIndex["size"];
}

export function openSearchRoom(roomDeps: SearchRoomDeps): SearchRoom {
  const { database, library, dataDirectory, log, startThread = startIndexThread } = roomDeps;
  const index = openSearchIndex({ library, connection: database.connection, dataDirectory, log, startThread });
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const deps: SearchDeps = { database, index, now: () => new Date(), timeZone };
  return {
    name: "search",
    routes: searchRoutes(deps),
    start: index.start,
    stop: index.stop,
    search: (actor, request, signal) => search(deps, actor, request, signal),
    caughtUp: index.caughtUp,
    indexSize: index.size,
  };
}
