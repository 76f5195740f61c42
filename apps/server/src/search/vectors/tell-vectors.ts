import type { Library } from "../../library/index.ts";
import type { EmbeddingModels } from "../../models/index.ts";
import type { ServedModel, VectorMessage } from "./vector-messages.ts";

export interface TellVectorsDeps {
  readonly library: Pick<Library, "vectorRevisions" | "onVectors">;
  readonly models: Pick<EmbeddingModels, "serving" | "onChange">;
  readonly send: (message: VectorMessage) => void;
}

/** Tells the index's thread which model serves and how far its vectors have come, by this node and by others. */
export interface VectorTeller {
  /** Says everything: there is a thread that knows nothing yet. */
  start(): void;
  /** Looks soon whether another node committed vectors; a search need not wait for it. */
  lookAgain(): void;
  stop(): void;
}

/** Milliseconds between looks: when nobody searches, and at least. */
const seldom = 15_000;
const often = 1_000;

export function tellVectors({ library, models, send }: TellVectorsDeps): VectorTeller {
  let isRunning = false;
  let lastLook = 0;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    clearTimeout(timer);
    if (!isRunning) return;
    timer = setTimeout(() => void look(), seldom);
    timer.unref();
    lastLook = performance.now();
    if (models.serving() === undefined) return;
    // A database that is away is asked again at the next look.
    const revisions = await library.vectorRevisions().catch(() => undefined);
    if (isRunning && revisions) send({ kind: "vectors", spaces: [...revisions] });
  };
  const serve = (): void => {
    if (!isRunning) return;
    send({ kind: "serve", model: served(models) });
    void look();
  };
  models.onChange(serve);
  library.onVectors((spaceId, revision) => {
    if (isRunning) send({ kind: "vectors", spaces: [[spaceId, revision]] });
  });

  return {
    start() {
      isRunning = true;
      serve();
    },
    lookAgain() {
      if (performance.now() - lastLook >= often) void look();
    },
    stop() {
      isRunning = false;
      clearTimeout(timer);
    },
  };
}

function served(models: TellVectorsDeps["models"]): ServedModel | undefined {
  const serving = models.serving();
  return serving && { id: serving.id, key: serving.model.key, dimensions: serving.model.dimensions };
}
