import { badRequest, conflict, type EmbeddingChange } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { findEntry, findInstalled } from "@khoj/models";
import { writeSetting } from "../../accounts/index.ts";
import type { EventInput, Events } from "../../audit/index.ts";
import type { Secrets } from "../../platform/secrets/secrets.ts";
import { requireProof } from "../require-proof.ts";
import { changeEndpoint } from "./change-endpoint.ts";
import {
  choose,
  type EmbeddingConfig,
  type EmbeddingSetting,
  readEmbeddingSetting,
  settingName,
} from "./embedding-choice.ts";
import { announceModels, lockModels } from "./embedding-model-store.ts";

export interface ChangeDeps {
  /** The folder of models. */
  readonly models: string;
  readonly config: EmbeddingConfig;
  readonly secrets: Secrets;
  readonly events: Events;
}

type By = Pick<EventInput, "actor" | "from" | "via">;

/**
 * Chooses another model or endpoint, pauses or resumes; every node follows. The vectors of the old one serve until the
 * new one has its own.
 */
export async function changeEmbedding(
  { models, config, secrets, events }: ChangeDeps,
  sql: Sql,
  by: By,
  change: EmbeddingChange,
): Promise<void> {
  const { paused, ...others } = change;
  if (Object.values(others).some((value) => value !== undefined)) requireProof(by);
  await lockModels(sql);
  const before = await readEmbeddingSetting(sql);
  const { base_url, key } = change;
  const reached = await changeEndpoint(secrets, sql, before, { base_url, key });
  const kind = change.kind ?? choose(config, before).choice.kind;
  refuseKind(config, change.kind, reached);
  if (base_url === null && kind === "endpoint")
    throw conflict("The endpoint reads the notes now; choose another way first, then take its address away");
  const model = change.model === undefined ? undefined : await nameOf(models, kind, change.model);
  await writeSetting(sql, settingName, {
    ...reached,
    ...(change.kind !== undefined && { kind: change.kind }),
    ...(model !== undefined && { [kind]: model ?? undefined }),
    ...(paused !== undefined && { paused }),
  });
  const facts = {
    ...(change.kind !== undefined && { kind: change.kind }),
    ...(model !== undefined && { model }),
    ...(base_url !== undefined && { endpoint: base_url === null ? null : new URL(base_url).host }),
    ...(key !== undefined && { key_changed: true }),
    ...(paused !== undefined && { paused }),
  };
  await events.record({ kind: "models.embedding", outcome: "done", ...by, facts }, sql);
  await announceModels(sql);
}

function refuseKind(
  config: EmbeddingConfig,
  wanted: EmbeddingConfig["kind"] | undefined,
  { address }: EmbeddingSetting,
): void {
  if (wanted === undefined) return;
  if (config.setBy === "environment" && config.kind !== wanted)
    throw conflict(`KHOJ_EMBEDDING makes it ${config.kind}; change or remove that variable and start the server anew`);
  if (wanted === "endpoint" && address === undefined)
    throw conflict(
      "No endpoint for embeddings is set; give its address as well: base_url, or khoj models endpoint set",
    );
}

/** Null: whatever the endpoint lists first. */
async function nameOf(models: string, kind: EmbeddingConfig["kind"], name: string | null): Promise<string | null> {
  if (kind === "none") throw badRequest("No model reads meaning now; choose local or endpoint as well");
  if (kind === "endpoint") return name;
  if (name === null) throw badRequest("Name the model of this machine that is to read: khoj models list");
  const known = (await findInstalled(models, name)) ?? findEntry(name);
  if (known === undefined)
    throw badRequest(
      `${name} is neither installed nor in the catalogue; khoj models list shows both, khoj models add FOLDER adds your own`,
    );
  if (known.purpose !== "embed")
    throw badRequest(`${known.name} ranks passages and cannot find them; choose one that embeds`);
  return known.name;
}
