import {
  Done,
  ModelProvider,
  ModelProviders,
  NewProvider,
  ProviderChange,
  ProviderOffers,
  TestReport,
} from "@khoj/contract";
import type { Database } from "@khoj/db";
import { z } from "zod";
import { del, get, patch, post, Reply, type Route } from "../../platform/http/route.ts";
import { explainChatFailure } from "../chat/explain-chat-failure.ts";
import { idParams } from "../id-params.ts";
import { listModelProviders, offersOf, testProvider } from "./ask-provider.ts";
import { addProvider, type ChangeProvidersDeps, changeProvider, removeProvider } from "./change-providers.ts";
import type { OpenProviderDeps } from "./open-provider.ts";

export interface ProviderRoutesDeps extends ChangeProvidersDeps, OpenProviderDeps {
  readonly database: Database;
}

const ours = { strict: true, allow: "admin" } as const;
const dangerous = { ...ours, elevated: true } as const;

/** Those who provide models. Keys go in and never come out. */
export const providerRoutes = (deps: ProviderRoutesDeps): Route[] => [
  get("/api/admin/providers", { ...ours, query: z.object({}), answer: ModelProviders }, async () => ({
    providers: await listModelProviders(deps),
  })),
  post(
    "/api/admin/providers",
    { ...dangerous, body: NewProvider, answer: ModelProvider },
    async ({ actor, from, body }) => {
      const id = await deps.database.transaction((sql) => addProvider(deps, sql, { actor, from }, body));
      return new Reply(
        201,
        (await listModelProviders(deps)).find((provider) => provider.id === id),
      );
    },
  ),
  patch(
    "/api/admin/providers/:id",
    { ...ours, params: idParams, body: ProviderChange, answer: Done },
    async ({ actor, from, body: change, params: { id } }) => {
      await deps.database.transaction((sql) => changeProvider(deps, sql, { actor, from }, { id, change }));
      return { status: "ok" };
    },
  ),
  del(
    "/api/admin/providers/:id",
    { ...dangerous, params: idParams, answer: Done },
    async ({ actor, from, params: { id } }) => {
      await deps.database.transaction((sql) => removeProvider(deps, sql, { actor, from }, id));
      return { status: "ok" };
    },
  ),
  post(
    "/api/admin/providers/:id/test",
    { ...ours, params: idParams, answer: TestReport },
    ({ params: { id }, signal }) => testProvider(deps, id, signal),
  ),
  get(
    "/api/admin/providers/:id/offers",
    { ...ours, params: idParams, answer: ProviderOffers },
    async ({ params: { id }, signal }) => ({
      models: await offersOf(deps, id, signal).catch(explainChatFailure),
    }),
  ),
];
