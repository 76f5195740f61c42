import type { Database } from "@khoj/db";
import type { Room } from "../platform/room.ts";
import { userRoutes } from "./users/routes.ts";

export interface AdminDeps {
  readonly database: Database;
  readonly googleIssuer: string;
}

export const openAdmin = (deps: AdminDeps): Room => ({
  name: "admin",
  routes: [...userRoutes(deps)],
});
