import type { Sql } from "@khoj/db";
import { defaultEmbeddingModel } from "@khoj/models";
import { z } from "zod";
import { readSetting } from "../../accounts/index.ts";

/** What the operator and the panel say of embedding, as far as they said anything. */
export interface EmbeddingConfig {
  readonly kind: "local" | "endpoint" | "none";
  readonly setBy: "environment" | "built-in";
  readonly endpoint:
    | { readonly baseUrl: string; readonly key: string | undefined; readonly model: string | undefined }
    | undefined;
}

/** Kept in the table of settings, for every node. */
export const EmbeddingSetting = z
  .object({
    kind: z.enum(["local", "endpoint", "none"]).optional(),
    /** The model chosen of each kind. */
    local: z.string().optional(),
    endpoint: z.string().optional(),
    paused: z.boolean().default(false),
  })
  .catch({ paused: false });
export type EmbeddingSetting = z.output<typeof EmbeddingSetting>;
export const settingName = "embedding";

export type ModelChoice =
  | { readonly kind: "none" }
  | { readonly kind: "local"; readonly model: string }
  | {
      readonly kind: "endpoint";
      readonly baseUrl: string;
      readonly key: string | undefined;
      /** Undefined: what it lists first. */
      readonly model: string | undefined;
    };

export interface EmbeddingChoice {
  readonly choice: ModelChoice;
  readonly setBy: "environment" | "panel" | "built-in";
  readonly isPaused: boolean;
}

export const readEmbeddingSetting = async (sql: Sql): Promise<EmbeddingSetting> =>
  EmbeddingSetting.parse((await readSetting(sql, settingName)) ?? {});

/** The environment wins; then what was chosen in the panel; then the model of this machine. */
export function choose(config: EmbeddingConfig, setting: EmbeddingSetting): EmbeddingChoice {
  const byEnvironment = config.setBy === "environment";
  const kind = byEnvironment ? config.kind : (setting.kind ?? config.kind);
  const setBy = byEnvironment
    ? "environment"
    : setting.kind === undefined && setting.local === undefined
      ? "built-in"
      : "panel";
  return { choice: ofKind(kind, config, setting), setBy, isPaused: setting.paused };
}

function ofKind(kind: EmbeddingConfig["kind"], { endpoint }: EmbeddingConfig, setting: EmbeddingSetting): ModelChoice {
  if (kind === "local") return { kind, model: setting.local ?? defaultEmbeddingModel.name };
  // An endpoint that the environment no longer names cannot be asked.
  if (kind === "none" || endpoint === undefined) return { kind: "none" };
  return { kind, baseUrl: endpoint.baseUrl, key: endpoint.key, model: endpoint.model ?? setting.endpoint };
}

export const areSame = (one: ModelChoice | undefined, other: ModelChoice): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
