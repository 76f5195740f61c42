import { AdminUsers, AdminUsersQuery } from "@khoj/contract";
import { get, type Route } from "../../platform/http/route.ts";
import { type ListUsersDeps, listUsers } from "./list-users.ts";

const ours = { strict: true, allow: "admin" } as const;

export const userRoutes = (deps: ListUsersDeps): Route[] => [
  get("/api/admin/users", { ...ours, query: AdminUsersQuery, answer: AdminUsers }, ({ actor, query }) =>
    listUsers(deps, actor, query),
  ),
];
