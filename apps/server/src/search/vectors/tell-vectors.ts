import type { Library } from "../../library/index.ts";
import type { EmbeddingModels, NumberedModel } from "../../models/index.ts";
import type { ServedModel, VectorMessage } from "./vector-messages.ts";

export interface TellVectorsDeps {
  readonly library: Pick<Library, "vectorRevisions" | "onVectors">;
  readonly models: Pick<EmbeddingModels, "serving" | "filling" | "onChange">;
  readonly send: (message: VectorMessage) => void;
}

/** Tells the index's thread which model serves, which is to, and how far vectors have come, by this node and by others. */
export interface VectorTeller {
  /** Says everything: there is a thread that knows nothing yet. */
  start(): void;
  /** Says how far vectors have come by now. Fails where the database does not answer. */
  tellAll(): Promise<void>;
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
    if (models.serving() === undefined && models.filling() === undefined) return;
    // A database that is away is asked again at the next look.
    const revisions = await library.vectorRevisions().catch(() => undefined);
    if (isRunning && revisions) send({ kind: "vectors", spaces: [...revisions] });
  };
  const serve = (): void => {
    if (!isRunning) return;
    const [model, next] = [models.serving(), models.filling()].map(served);
    send({ kind: "serve", model, next: next?.id === model?.id ? undefined : next });
    void look();
  };
  models.onChange(serve);
  library.onVectors((spaceId, revision) => {
    if (isRunning) send({ kind: "vectors", spaces: [[spaceId, revision]] });
  });

  return {
    async tellAll() {
      send({ kind: "vectors", spaces: [...(await library.vectorRevisions())] });
    },
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

const served = (one: NumberedModel | undefined): ServedModel | undefined =>
  one && { id: one.id, key: one.model.key, dimensions: one.model.dimensions };
