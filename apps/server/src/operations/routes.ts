import {
  forbidden,
  InstanceStatus,
  queryBool,
  queryEnum,
  Settings,
  searchTypes,
  User,
  UserConfig,
} from "@khoj/contract";
import { z } from "zod";
import { del, get, patch, type Route } from "../platform/http/route.ts";
import type { OperationsDeps } from "./open-operations.ts";
import { readInstanceStatus } from "./read-instance-status.ts";
import { readSettings, readUser, readUserConfig } from "./read-settings.ts";

export const routes = (deps: OperationsDeps): Route[] => [
  get("/api/health", { allow: "open", answer: z.object({ email: z.string() }) }, ({ actor }) =>
    actor ? { email: actor.email } : { detail: "OK" },
  ),
  get("/api/v1/user", { allow: "read", answer: User }, ({ actor }) => readUser(deps, actor)),
  get(
    "/api/settings",
    {
      allow: "read",
      query: z.object({ detailed: queryBool().default(false) }),
      answer: z.union([Settings, UserConfig]),
    },
    ({ actor, query }) => (query.detailed ? readSettings(deps, actor) : readUserConfig(deps, actor)),
  ),
  patch("/api/user/name", { allow: "write", query: z.object({ name: z.string() }) }, async ({ actor, query }) => {
    await deps.accounts.rename(actor, query.name);
    return { status: "ok" };
  }),
  patch(
    "/api/user/memory",
    { allow: "write", query: z.object({ enable_memory: queryBool() }) },
    async ({ actor, query }) => {
      await deps.accounts.setWantsMemory(actor, query.enable_memory);
      return { status: "ok", enable_memory: query.enable_memory };
    },
  ),
  ...(deps.instance.mode === "anonymous" ? [refuseErasure] : []),
  // Every write is findable when it is answered, so there is never anything to update (ours.md §2).
  get("/api/update", { allow: "read", query: UpdateQuery }, () => ({ status: "ok", message: "khoj reloaded" })),
  get("/api/status", { allow: "admin", query: z.object({}), strict: true, answer: InstanceStatus }, () =>
    readInstanceStatus(deps),
  ),
];

/** Where people sign in each may erase their own account; the accounts room has that route. */
const refuseErasure = del("/api/self", { allow: "admin" }, () => {
  throw forbidden(
    "Nobody is signed in, so nobody can prove to be the owner of these notes. To erase everything, stop the server and remove its data directory",
  );
});

const UpdateQuery = z.object({ t: queryEnum(searchTypes).optional(), force: queryBool().default(false) });
