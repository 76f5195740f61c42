import { IndexingProgress, OwnSpaceQuery } from "@khoj/contract";
import { get } from "../platform/http/route.ts";
import { readableSpaces } from "../platform/permitted-spaces.ts";
import type { Room } from "../platform/room.ts";
import { type EmbeddingDeps, keepEmbedding } from "./keep-embedding.ts";
import { showProgress } from "./show-progress.ts";

export function openEmbedding(deps: EmbeddingDeps): Room {
  const worker = keepEmbedding(deps);
  return {
    name: "embedding",
    routes: [
      get(
        "/api/content/progress",
        { strict: true, allow: "read", query: OwnSpaceQuery, answer: IndexingProgress },
        ({ actor, query }) => showProgress({ ...deps, worker }, readableSpaces(actor, query.space)),
      ),
    ],
    start: async () => worker.start(),
    stop: worker.stop,
  };
}
