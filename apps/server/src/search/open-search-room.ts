import type { Database } from "@khoj/db";
import type { Library } from "../library/index.ts";
import type { Actor } from "../platform/actor.ts";
import type { Logger } from "../platform/log.ts";
import type { Room } from "../platform/room.ts";
import type { SearchAnswer, SearchRequest } from "./hit.ts";
import { searchRoutes } from "./routes.ts";
import { type SearchDeps, search } from "./search.ts";
import { openSearchIndex, type SearchIndex } from "./search-index.ts";

export interface SearchRoomDeps {
  readonly database: Database;
  readonly library: Library;
  readonly dataDirectory: string;
  readonly log: Logger;
}

export interface SearchRoom extends Room {
  readonly search: (actor: Actor, request: SearchRequest, signal?: AbortSignal) => Promise<SearchAnswer>;
  /** For writers that answer only when what they wrote is found. */
  readonly caughtUp: SearchIndex["caughtUp"];
  readonly indexSize: SearchIndex["size"];
}

export function openSearchRoom({ database, library, dataDirectory, log }: SearchRoomDeps): SearchRoom {
  const index = openSearchIndex({ library, connection: database.connection, dataDirectory, log });
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
