import type { Room } from "../room.ts";
import { openApiRoute } from "./open-api.ts";
import { openPage, pageRoutes } from "./page-routes.ts";
import type { Reply, Route } from "./route.ts";

/** Everything a server answers: what the rooms declare, their description, and the page. */
export function allRoutes(rooms: readonly Room[], pageDirectory: string, version: string): Route[] {
  const page = openPage(pageDirectory);
  const declared = rooms.flatMap((room) => room.routes).map((route) => (route.page ? withPage(route, page) : route));
  const sockets = rooms.flatMap((room) => room.sockets ?? []);
  return [...declared, openApiRoute(declared, sockets, version), ...pageRoutes(pageDirectory)];
}

const withPage = (route: Route, page: () => Reply): Route => ({
  ...route,
  handle: async (request) => (await route.handle(request)) ?? page(),
});
