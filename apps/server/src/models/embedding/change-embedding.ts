import { badRequest, conflict, type EmbeddingChange } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { findEntry, findInstalled } from "@khoj/models";
import type { z } from "zod";
import { writeSetting } from "../../accounts/index.ts";
import type { EventInput, Events } from "../../audit/index.ts";
import { requireProof } from "../require-proof.ts";
import {
  choose,
  type EmbeddingConfig,
  type EmbeddingSetting,
  readEmbeddingSetting,
  settingName,
} from "./embedding-choice.ts";
import { announceModels } from "./embedding-model-store.ts";

export interface ChangeDeps {
  /** The folder of models. */
  readonly models: string;
  readonly config: EmbeddingConfig;
  readonly events: Events;
}

type Change = z.output<typeof EmbeddingChange>;

/** Chooses another model, pauses or resumes; every node follows. The vectors of the old one serve until the new one has its own. */
export async function changeEmbedding(
  { models, config, events }: ChangeDeps,
  sql: Sql,
  by: Pick<EventInput, "actor" | "from" | "via">,
  change: Change,
): Promise<void> {
  if (change.kind !== undefined || change.model !== undefined) requireProof(by);
  const before = await readEmbeddingSetting(sql);
  const { kind = choose(config, before).choice.kind } = change;
  if (change.kind !== undefined) refuseKind(config, change.kind);
  const model = change.model === undefined ? undefined : await requireModel({ models, config }, kind, change.model);
  const after: EmbeddingSetting = {
    ...before,
    ...(change.kind !== undefined && { kind: change.kind }),
    ...(model !== undefined && { [kind]: model }),
    ...(change.paused !== undefined && { paused: change.paused }),
  };
  await writeSetting(sql, settingName, after);
  const facts = {
    ...(change.kind !== undefined && { kind: change.kind }),
    ...(model !== undefined && { model }),
    ...(change.paused !== undefined && { paused: change.paused }),
  };
  await events.record({ kind: "models.embedding", outcome: "done", ...by, facts }, sql);
  await announceModels(sql);
}

function refuseKind(config: EmbeddingConfig, kind: EmbeddingConfig["kind"]): void {
  if (config.setBy === "environment" && config.kind !== kind)
    throw conflict(`KHOJ_EMBEDDING makes it ${config.kind}; change or remove that variable and start the server anew`);
  if (kind === "endpoint" && config.endpoint === undefined)
    throw conflict("No endpoint for embeddings is set; name one by KHOJ_EMBEDDINGS_BASE_URL and start the server anew");
}

async function requireModel(
  { models, config }: Pick<ChangeDeps, "models" | "config">,
  kind: EmbeddingConfig["kind"],
  name: string,
): Promise<string> {
  if (kind === "none") throw badRequest("No model reads meaning now; choose local or endpoint as well");
  if (kind === "endpoint") {
    if (config.endpoint?.model === undefined) return name;
    throw conflict(
      `KHOJ_EMBEDDINGS_MODEL makes it ${config.endpoint.model}; change or remove that variable and start the server anew`,
    );
  }
  const known = (await findInstalled(models, name)) ?? findEntry(name);
  if (known === undefined)
    throw badRequest(
      `${name} is neither installed nor in the catalogue; khoj models list shows both, khoj models add FOLDER adds your own`,
    );
  if (known.purpose !== "embed")
    throw badRequest(`${known.name} ranks passages and cannot find them; choose one that embeds`);
  return known.name;
}
