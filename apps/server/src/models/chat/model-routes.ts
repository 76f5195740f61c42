import { AdminModel, AdminModels, Done, ModelChange, NewModel, TestReport } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { ChatFailure } from "@khoj/models";
import { z } from "zod";
import type { Events } from "../../audit/index.ts";
import { del, get, patch, post, Reply, type Route } from "../../platform/http/route.ts";
import type { OpenProviderDeps } from "../providers/open-provider.ts";
import { addModel, changeModel, removeModel, requireModel } from "./change-models.ts";
import { listChatModels, type ProvidedModelRow } from "./chat-model-store.ts";
import { openChatModel } from "./open-chat-model.ts";

export interface ModelRoutesDeps extends OpenProviderDeps {
  readonly database: Database;
  readonly events: Events;
}

const ours = { strict: true, allow: "admin" } as const;
const params = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) });

/** The chat models, in the order in which they are tried. */
export const modelRoutes = (deps: ModelRoutesDeps): Route[] => [
  get("/api/admin/models", { ...ours, query: z.object({}), answer: AdminModels }, async () => ({
    models: await describeAll(deps),
  })),
  post("/api/admin/models", { ...ours, body: NewModel, answer: AdminModel }, async ({ actor, from, body }) => {
    const id = await deps.database.transaction((sql) => addModel(deps, sql, { actor, from }, body));
    return new Reply(
      201,
      (await describeAll(deps)).find((model) => model.id === id),
    );
  }),
  patch(
    "/api/admin/models/:id",
    { ...ours, params, body: ModelChange, answer: Done },
    async ({ actor, from, body: change, params: { id } }) => {
      await deps.database.transaction((sql) => changeModel(deps, sql, { actor, from }, { id, change }));
      return { status: "ok" };
    },
  ),
  del("/api/admin/models/:id", { ...ours, params, answer: Done }, async ({ actor, from, params: { id } }) => {
    await deps.database.transaction((sql) => removeModel(deps, sql, { actor, from }, id));
    return { status: "ok" };
  }),
  post("/api/admin/models/:id/test", { ...ours, params, answer: TestReport }, ({ params: { id }, signal }) =>
    testModel(deps, id, signal),
  ),
];

async function describeAll({ database }: ModelRoutesDeps): Promise<AdminModel[]> {
  const rows = await database.transaction(listChatModels);
  const first = rows.find(({ is_enabled }) => is_enabled)?.id;
  return rows.map((row) => describe(row, row.id === first));
}

const describe = (row: ProvidedModelRow, is_default: boolean): AdminModel => {
  const { kind, base_url, is_enabled: enabled, ...rest } = row;
  return { ...rest, enabled, is_default };
};

/** Asks it to say one word: costs a few tokens and sends no note. */
async function testModel(deps: ModelRoutesDeps, id: number, signal: AbortSignal): Promise<TestReport> {
  const model = await openChatModel(deps, await deps.database.transaction((sql) => requireModel(sql, id)));
  const turns = [{ by: "user", parts: [{ kind: "text", value: "Say hello in one word." }] }] as const;
  let said = "";
  try {
    for await (const piece of model.ask({ turns, answerTokens: 200, temperature: 0, signal }))
      if (piece.kind !== "end") said += piece.text;
    const message = said.trim() === "" ? "It answered, without a word" : `It answered: ${said.trim().slice(0, 100)}`;
    return { ok: true, steps: [{ step: "ask", ok: true, message }] };
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    return { ok: false, steps: [{ step: "ask", ok: false, message: error.message }] };
  }
}
