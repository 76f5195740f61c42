import { IndexingProgress, OwnSpaceQuery, type StatusPart } from "@khoj/contract";
import { get } from "../platform/http/route.ts";
import { readableSpaces } from "../platform/permitted-spaces.ts";
import type { Room } from "../platform/room.ts";
import { type EmbeddingDeps, type EmbeddingWorker, keepEmbedding } from "./keep-embedding.ts";
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
    status: async () => describeRefused(worker.refused()),
    start: async () => worker.start(),
    stop: worker.stop,
  };
}

const describeRefused = ({ passages, reason }: ReturnType<EmbeddingWorker["refused"]>): Omit<StatusPart, "name"> => ({
  facts: passages === 0 ? {} : { "passages left out": passages },
  warnings:
    passages === 0
      ? []
      : [
          `${passages === 1 ? "One passage is" : `${passages} passages are`} found by words alone, as the model would not read ${passages === 1 ? "it" : "them"}: ${reason}`,
        ],
});
