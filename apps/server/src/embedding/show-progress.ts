import type { IndexingProgress } from "@khoj/contract";
import type { Library } from "../library/index.ts";
import type { EmbeddingModels } from "../models/index.ts";
import type { EmbeddingWorker } from "./keep-embedding.ts";

interface ProgressDeps {
  readonly library: Pick<Library, "counts" | "embedding">;
  readonly models: EmbeddingModels;
  readonly worker: EmbeddingWorker;
}

/** How far text and meaning of these spaces have come, apart. */
export async function showProgress(
  { library, models, worker }: ProgressDeps,
  spaces: readonly string[],
): Promise<IndexingProgress> {
  const filling = models.filling();
  const [counts, embedding] = await Promise.all([
    library.counts(spaces),
    library.embedding(spaces, (filling ?? models.serving())?.id),
  ]);
  const { state, reason, model, gotBytes, ofBytes } = models.state();
  const left = embedding.chunks - embedding.embeddedChunks;
  const perSecond = filling === undefined || left === 0 ? undefined : worker.perSecond();
  return {
    text: {
      files: counts.indexed + counts.partly,
      waiting: counts.queued,
      passages: embedding.chunks,
    },
    meaning: {
      state,
      reason: worker.trouble() ?? reason ?? null,
      model: model ?? null,
      got: state === "getting" && gotBytes !== undefined && ofBytes ? gotBytes / ofBytes : null,
      passages: embedding.chunks,
      embedded: embedding.embeddedChunks,
      paused: models.isPaused(),
      per_second: perSecond === undefined ? null : Math.round(perSecond * 10) / 10,
      seconds_left: perSecond === undefined || perSecond === 0 ? null : Math.ceil(left / perSecond),
    },
  };
}
