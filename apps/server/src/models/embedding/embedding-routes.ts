import { EmbeddingChange, EmbeddingStatus, EmbeddingTest, EmbeddingTestReport } from "@khoj/contract";
import { get, patch, post, type Route } from "../../platform/http/route.ts";
import { type ChangeDeps, changeEmbedding } from "./change-embedding.ts";
import type { KeptModels } from "./keep-embedding-models.ts";
import { showEmbedding } from "./show-embedding.ts";
import { type TryEndpointDeps, tryEndpoint } from "./try-endpoint.ts";

export interface EmbeddingRoutesDeps extends ChangeDeps, Omit<TryEndpointDeps, "secrets"> {
  readonly kept: KeptModels;
  readonly places: { readonly hub: string; readonly index: string };
}

const ours = { strict: true, allow: "admin", answer: EmbeddingStatus } as const;

/** The model that reads meaning: for administrators, and the one person of anonymous mode. */
export const embeddingRoutes = ({ kept, places, ...deps }: EmbeddingRoutesDeps): Route[] => [
  get("/api/admin/embedding", ours, () => showEmbedding(deps.models, places, kept)),
  patch("/api/admin/embedding", { ...ours, body: EmbeddingChange }, async ({ actor, from, body }) => {
    await deps.database.transaction((sql) => changeEmbedding(deps, sql, { actor, from }, body));
    await kept.lookAgain();
    return showEmbedding(deps.models, places, kept);
  }),
  // It sends a key to whatever address is named.
  post(
    "/api/admin/embedding/test",
    { strict: true, allow: "admin", elevated: true, body: EmbeddingTest, answer: EmbeddingTestReport },
    ({ body, signal }) => tryEndpoint(deps, body, signal),
  ),
];
