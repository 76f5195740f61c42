import type { Room } from "../room.ts";
import { openApiRoute } from "./open-api.ts";
import { pageRoutes } from "./page-routes.ts";
import type { Route } from "./route.ts";

/** Everything a server answers: what the rooms declare, their description, and the page. */
export function allRoutes(rooms: readonly Room[], pageDirectory: string, version: string): Route[] {
  const declared = rooms.flatMap((room) => room.routes);
  return [...declared, openApiRoute(declared, version), ...pageRoutes(pageDirectory)];
}
