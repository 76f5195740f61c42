import path from "node:path";
import type { Database } from "@khoj/db";
import type { Events } from "../../audit/index.ts";
import type { ModelsConfig } from "../../config.ts";
import { openDownloads } from "../../platform/egress/open-downloads.ts";
import type { Logger } from "../../platform/log.ts";
import type { Room } from "../../platform/room.ts";
import type { Secrets } from "../../platform/secrets/secrets.ts";
import type { EmbeddingModels } from "../embedding-models.ts";
import { describeEmbedding } from "./describe-embedding.ts";
import { embeddingRoutes } from "./embedding-routes.ts";
import { KeptModels } from "./keep-embedding-models.ts";
import { type KeptReranker, keepReranker } from "./keep-reranker.ts";
import { openEmbeddingEgress } from "./open-embedding-egress.ts";
import { removeUnfinished } from "./remove-unfinished.ts";
import { seedEndpoint } from "./seed-endpoint.ts";

export interface EmbeddingModelsDeps {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly events: Events;
  readonly log: Logger;
  readonly dataDirectory: string;
  readonly config: Pick<ModelsConfig, "embedding" | "places">;
  /** A line for whoever started the server and watches. */
  readonly say: (line: string) => void;
}

/** The model that reads meaning: got, opened and changed in the background. Nothing waits for it. */
export function openEmbeddingModels(deps: EmbeddingModelsDeps): {
  readonly room: Room;
  readonly models: EmbeddingModels;
  readonly reranker: KeptReranker["reranker"];
} {
  const { database, secrets, log, events } = deps;
  const { embedding: config, places } = deps.config;
  const models = path.join(deps.dataDirectory, "models");
  const kept = new KeptModels({
    database,
    secrets,
    config,
    log,
    say: deps.say,
    models,
    places,
    download: openDownloads({ places: [places.hub, places.index], certificates: places.certificates }),
    askEndpoint: openEmbeddingEgress,
  });
  const ranks = keepReranker(models, log);
  return {
    models: kept,
    reranker: ranks.reranker,
    room: {
      name: "meaning",
      routes: embeddingRoutes({
        database,
        secrets,
        kept,
        places,
        models,
        config,
        events,
        askEndpoint: openEmbeddingEgress,
      }),
      status: async () => describeEmbedding(kept),
      async start() {
        await removeUnfinished(models);
        await seedEndpoint({ database, secrets, events, log, config });
        await kept.start();
      },
      async stop() {
        await ranks.stop();
        await kept.stop();
      },
    },
  };
}
