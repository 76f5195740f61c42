import type { Database } from "@khoj/db";
import { writeSetting } from "../../accounts/index.ts";
import type { Events } from "../../audit/index.ts";
import type { Logger } from "../../platform/log.ts";
import type { Secrets } from "../../platform/secrets/secrets.ts";
import { type EmbeddingConfig, keyName, readChoice, readEmbeddingSetting, settingName } from "./embedding-choice.ts";
import { announceModels, lockModels } from "./embedding-model-store.ts";

export interface SeedEndpointDeps {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly events: Events;
  readonly log: Logger;
  readonly config: EmbeddingConfig;
}

/** The environment's endpoint goes into an empty table once; afterwards the table rules, and what it overrules is named. */
export async function seedEndpoint(deps: SeedEndpointDeps): Promise<void> {
  const { database, secrets, events, config } = deps;
  const given = config.endpoint;
  if (given === undefined) return;
  const isTaken = await database.transaction(async (sql) => {
    // Of two nodes that start together the second waits here, and finds it done.
    await lockModels(sql);
    const before = await readEmbeddingSetting(sql);
    if (before.seeded || before.address !== undefined) return false;
    const kind = config.setBy === "built-in" && before.kind === undefined ? { kind: "endpoint" } : {};
    const model = given.model ?? before.endpoint;
    await writeSetting(sql, settingName, {
      ...before,
      ...kind,
      ...(model !== undefined && { endpoint: model }),
      address: given.baseUrl,
      addressBy: "environment",
      seeded: true,
    });
    if (given.key !== undefined) await secrets.put(sql, keyName, given.key);
    const facts = { endpoint: new URL(given.baseUrl).host, key_changed: given.key !== undefined };
    await events.record({ kind: "models.embedding", outcome: "done", via: "start", facts }, sql);
    await announceModels(sql);
    return true;
  });
  if (!isTaken) await tellUnused(deps, given);
}

async function tellUnused(deps: SeedEndpointDeps, given: NonNullable<EmbeddingConfig["endpoint"]>): Promise<void> {
  const { endpoint } = await readChoice(deps);
  const unused = [
    ...(given.baseUrl === endpoint?.baseUrl ? [] : ["KHOJ_EMBEDDINGS_BASE_URL"]),
    ...(given.key === undefined || given.key === endpoint?.key ? [] : ["KHOJ_EMBEDDINGS_API_KEY"]),
    ...(given.model === undefined || given.model === endpoint?.model ? [] : ["KHOJ_EMBEDDINGS_MODEL"]),
  ];
  if (unused.length > 0)
    deps.log.warn(
      { variables: unused },
      `Not used: ${unused.join(", ")}. The table of models says otherwise and rules; change it under Models or by khoj models endpoint`,
    );
}
