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
import { type ExportDeps, exportPerson } from "../../accounts/index.ts";
import { get, post, type Route, stream } from "../../platform/http/route.ts";
import { actOnUsers } from "./act-on-users.ts";
import type { ActDeps } from "./acting-admin.ts";
import { inviteSomebody } from "./give-link.ts";
import { listRequests } from "./list-requests.ts";
import { type ListUsersDeps, listUsers } from "./list-users.ts";

const Id = z.object({ id: z.uuid() });
const ours = { strict: true, allow: "admin" } as const;

/** People and what is done about them; each act is an event. */
export const userRoutes = (deps: ListUsersDeps & ActDeps & ExportDeps): Route[] => [
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
  get("/api/admin/users/:id/export", { ...ours, elevated: true, params: Id, query: z.object({}) }, async (request) => {
    const { actor, from, params } = request;
    const archive = await exportPerson(deps, params.id);
    const target = { kind: "person", id: params.id };
    await deps.events.record({ kind: "person.exported", outcome: "done", actor, from, target });
    return stream(archive, "application/zip", {
      "content-disposition": `attachment; filename="khoj-export-${params.id}.zip"`,
    });
  }),
  get("/api/admin/requests", { ...ours, query: z.object({}), answer: AdminRequests }, () =>
    listRequests(deps.database),
  ),
];
