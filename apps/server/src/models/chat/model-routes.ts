import { AdminModel, AdminModels, Done, ModelChange, NewModel, TestReport } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { z } from "zod";
import type { Events } from "../../audit/index.ts";
import { del, get, patch, post, Reply, type Route } from "../../platform/http/route.ts";
import { idParams } from "../id-params.ts";
import { addChatModel, changeChatModel, removeChatModel } from "./change-chat-models.ts";
import { listAdminModels } from "./list-admin-models.ts";
import type { OpenChatModelDeps } from "./open-chat-model.ts";
import { testChatModel } from "./test-chat-model.ts";

export interface ModelRoutesDeps extends OpenChatModelDeps {
  readonly database: Database;
  readonly events: Events;
}

const ours = { strict: true, allow: "admin" } as const;
const dangerous = { ...ours, elevated: true } as const;

/** The chat models, in the order in which they are tried. */
export const modelRoutes = (deps: ModelRoutesDeps): Route[] => [
  get("/api/admin/models", { ...ours, query: z.object({}), answer: AdminModels }, async () => ({
    models: await listAdminModels(deps.database),
  })),
  post("/api/admin/models", { ...dangerous, body: NewModel, answer: AdminModel }, async ({ actor, from, body }) => {
    const id = await deps.database.transaction((sql) => addChatModel(deps, sql, { actor, from }, body));
    return new Reply(
      201,
      (await listAdminModels(deps.database)).find((model) => model.id === id),
    );
  }),
  patch(
    "/api/admin/models/:id",
    { ...ours, params: idParams, body: ModelChange, answer: Done },
    async ({ actor, from, body: change, params: { id } }) => {
      await deps.database.transaction((sql) => changeChatModel(deps, sql, { actor, from }, { id, change }));
      return { status: "ok" };
    },
  ),
  del(
    "/api/admin/models/:id",
    { ...dangerous, params: idParams, answer: Done },
    async ({ actor, from, params: { id } }) => {
      await deps.database.transaction((sql) => removeChatModel(deps, sql, { actor, from }, id));
      return { status: "ok" };
    },
  ),
  post("/api/admin/models/:id/test", { ...ours, params: idParams, answer: TestReport }, ({ params: { id }, signal }) =>
    testChatModel(deps, id, signal),
  ),
];
