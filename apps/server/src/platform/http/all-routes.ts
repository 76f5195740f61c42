import type { Room } from "../room.ts";
import { openBuiltPage } from "./built-page.ts";
import { openApiRoute } from "./open-api.ts";
import { pageRoutes } from "./page-routes.ts";
import type { Reply, Route } from "./route.ts";

interface Instance {
  readonly version: string;
  readonly anonymous: boolean;
}

/** Everything a server answers: what the rooms declare, their description, and the page. */
export function allRoutes(rooms: readonly Room[], pageDirectory: string, instance: Instance): Route[] {
  const built = openBuiltPage(pageDirectory, instance);
  const page = () => built.show("index");
  const declared = rooms.flatMap((room) => room.routes).map((route) => (route.page ? withPage(route, page) : route));
  const sockets = rooms.flatMap((room) => room.sockets ?? []);
  return [...declared, openApiRoute(declared, sockets, instance.version), ...pageRoutes(built, instance)];
}

const withPage = (route: Route, page: () => Reply): Route => ({
  ...route,
  handle: async (request) => (await route.handle(request)) ?? page(),
});
