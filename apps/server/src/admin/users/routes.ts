import {
  AdminRequests,
  AdminUsers,
  AdminUsersQuery,
  MadeUser,
  NewUser,
  UserAction,
  UserActionOutcomes,
} from "@khoj/contract";
import { z } from "zod";
import { get, post, type Route } from "../../platform/http/route.ts";
import { actOnUsers } from "./act-on-users.ts";
import type { ActDeps } from "./acting-admin.ts";
import { inviteSomebody } from "./give-link.ts";
import { listRequests } from "./list-requests.ts";
import { type ListUsersDeps, listUsers } from "./list-users.ts";

const ours = { strict: true, allow: "admin" } as const;

export const userRoutes = (deps: ListUsersDeps & ActDeps): Route[] => [
  get("/api/admin/users", { ...ours, query: AdminUsersQuery, answer: AdminUsers }, ({ actor, query }) =>
    listUsers(deps, actor, query),
  ),
  post("/api/admin/users", { ...ours, elevated: true, body: NewUser, answer: MadeUser }, (request) =>
    inviteSomebody(deps, request, request.body),
  ),
  // Elevated where the act is dangerous.
  post("/api/admin/users/actions", { ...ours, body: UserAction, answer: UserActionOutcomes }, (request) =>
    actOnUsers(deps, request, request.body),
  ),
  get("/api/admin/requests", { ...ours, query: z.object({}), answer: AdminRequests }, () =>
    listRequests(deps.database),
  ),
];
