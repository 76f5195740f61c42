import path from "node:path";
import type { ModelSettings } from "@khoj/contract";
import { KhojError, quotingAnswerer } from "@khoj/contract";
import type { Database } from "@khoj/db";
import type { Events } from "../audit/index.ts";
import type { ModelsConfig } from "../config.ts";
import type { Actor } from "../platform/actor.ts";
import type { Limits } from "../platform/limits/limits.ts";
import type { Logger } from "../platform/log.ts";
import type { Room } from "../platform/room.ts";
import type { Secrets } from "../platform/secrets/secrets.ts";
import { askChain } from "./chat/ask-chain.ts";
import { listChatModels } from "./chat/chat-model-store.ts";
import { orderChain, type Preferences } from "./chat/choice.ts";
import { modelRoutes } from "./chat/model-routes.ts";
import { openChatModel } from "./chat/open-chat-model.ts";
import type { ChatModels } from "./chat-models.ts";
import { choiceRoutes } from "./choice-routes.ts";
import { openLocalAdditions } from "./local/local-addition.ts";
import { openLocalChatModels } from "./local/local-chat-models.ts";
import { localRoutes } from "./local/local-routes.ts";
import { modelSettings } from "./model-settings.ts";
import { seedModels, seedProviders } from "./providers/environment-seed.ts";
import { placeOf } from "./providers/open-provider.ts";
import { providerRoutes } from "./providers/provider-routes.ts";
import { speechRoutes } from "./speech/speech-routes.ts";

export interface ChatModelsDeps {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly events: Events;
  readonly log: Logger;
  readonly limits: Limits;
  readonly preferences: Preferences;
  readonly dataDirectory: string;
  readonly config: Pick<ModelsConfig, "openai" | "anthropic" | "google" | "defaultChatModel" | "seed" | "patience">;
}

export interface OpenedChatModels {
  readonly room: Room;
  readonly models: ChatModels;
  settings(actor: Actor): Promise<ModelSettings>;
}

/** Who answers: the providers and models of the tables, what each person chose of them, and what hears and speaks. */
export function openChatModels(given: ChatModelsDeps): OpenedChatModels {
  const patience = given.config.patience * 1000;
  const folder = path.join(given.dataDirectory, "models");
  const local = openLocalChatModels(folder, patience);
  const deps = { ...given, patience, local };
  const additions = openLocalAdditions({ ...given, models: folder });
  const leaving = new AbortController();
  let seeding: Promise<void> = Promise.resolve();
  return {
    models: {
      async chain(actor, { needsSight }) {
        const rows = await orderChain(deps, actor, needsSight);
        const opened = rows.map(async (row) => {
          const model = await openChatModel(deps, row).catch(skipGone);
          return model ? [{ id: row.id, name: row.name, place: placeOf(row), model }] : [];
        });
        return (await Promise.all(opened)).flat();
      },
      ask: (chain, ask) => askChain(chain, { seed: deps.config.seed, ...ask }),
    },
    settings: (actor) => modelSettings(deps, actor),
    room: {
      name: "models",
      routes: [
        ...choiceRoutes(deps),
        ...providerRoutes(deps),
        ...modelRoutes(deps),
        ...localRoutes({ ...given, models: folder, additions }),
        ...speechRoutes(deps),
      ],
      status: () => describe(deps.database),
      async start() {
        await additions.start();
        await seedProviders(deps);
        seeding = seedModels(deps, leaving.signal).catch((error: unknown) => {
          if (!leaving.signal.aborted) deps.log.error({ error }, "The models of the environment were not taken over");
        });
      },
      async stop() {
        leaving.abort();
        await Promise.all([seeding, additions.stop(), local.close()]);
      },
    },
  };
}

/** Somebody removed its provider a moment ago. */
function skipGone(error: unknown): undefined {
  if (!(error instanceof KhojError && error.code === "not_found")) throw error;
}

async function describe(database: Database): ReturnType<NonNullable<Room["status"]>> {
  const models = (await database.transaction(listChatModels)).filter(({ is_enabled }) => is_enabled);
  const [first] = models;
  if (!first) return { facts: { summary: `${quotingAnswerer.name}; no model is needed` }, warnings: [] };
  const place = placeOf(first);
  const where =
    place === undefined ? "on this machine" : `at ${place}: questions and the passages found are sent there`;
  const others = models.length === 1 ? "" : `; ${models.length - 1} more`;
  return { facts: { summary: `${first.name} by ${first.provider}, ${where}${others}` }, warnings: [] };
}
