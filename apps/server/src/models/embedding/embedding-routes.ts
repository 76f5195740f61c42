import { EmbeddingChange, EmbeddingStatus } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { get, patch, type Route } from "../../platform/http/route.ts";
import { type ChangeDeps, changeEmbedding } from "./change-embedding.ts";
import type { KeptModels } from "./keep-embedding-models.ts";
import { showEmbedding } from "./show-embedding.ts";

export interface EmbeddingRoutesDeps extends ChangeDeps {
  readonly database: Database;
  readonly kept: KeptModels;
  readonly places: { readonly hub: string; readonly index: string };
}

const ours = { strict: true, allow: "admin", answer: EmbeddingStatus } as const;

/** The model that reads meaning: for administrators, and the one person of anonymous mode. */
export const embeddingRoutes = ({ database, kept, places, ...deps }: EmbeddingRoutesDeps): Route[] => [
  get("/api/admin/embedding", ours, () => showEmbedding(deps.models, places, kept)),
  patch("/api/admin/embedding", { ...ours, body: EmbeddingChange }, async ({ actor, from, body }) => {
    await database.transaction((sql) => changeEmbedding(deps, sql, { actor, from }, body));
    await kept.lookAgain();
    return showEmbedding(deps.models, places, kept);
  }),
];
