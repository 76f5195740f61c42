import type { Database, Sql } from "@khoj/db";
import { defaultEmbeddingModel } from "@khoj/models";
import { z } from "zod";
import { readSetting } from "../../accounts/index.ts";
import type { Secrets } from "../../platform/secrets/secrets.ts";
import { holdModels } from "./embedding-model-store.ts";

/** What the operator's environment says of embedding. Its endpoint fills an empty table once. */
export interface EmbeddingConfig {
  readonly kind: "local" | "endpoint" | "none";
  /** `environment`: KHOJ_EMBEDDING says the kind, and the panel may not. */
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
    /** Where the endpoint answers. Its key is among the secrets. */
    address: z.string().optional(),
    addressBy: z.enum(["environment", "panel"]).optional(),
    /** The environment's endpoint was taken over once: what somebody removes afterwards stays removed. */
    seeded: z.boolean().optional(),
    paused: z.boolean().default(false),
  })
  .catch({ paused: false });
export type EmbeddingSetting = z.output<typeof EmbeddingSetting>;
export const settingName = "embedding";
/** What the endpoint's key is called among the secrets. */
export const keyName = "embedding/endpoint";

export interface EmbeddingEndpoint {
  readonly baseUrl: string;
  readonly key: string | undefined;
  /** Undefined: what it lists first. */
  readonly model: string | undefined;
}

export type ModelChoice =
  | { readonly kind: "none" }
  | { readonly kind: "local"; readonly model: string }
  | ({ readonly kind: "endpoint" } & EmbeddingEndpoint);

export interface EmbeddingChoice {
  readonly choice: ModelChoice;
  readonly setBy: "environment" | "panel" | "built-in";
  readonly isPaused: boolean;
  /** Asked or not: what serves until another choice took over may be of it. */
  readonly endpoint: (EmbeddingEndpoint & { readonly setBy: "environment" | "panel" }) | undefined;
}

export const readEmbeddingSetting = async (sql: Sql): Promise<EmbeddingSetting> =>
  EmbeddingSetting.parse((await readSetting(sql, settingName)) ?? {});

export interface ReadChoiceDeps {
  readonly database: Database;
  readonly secrets: Pick<Secrets, "read">;
  readonly config: EmbeddingConfig;
}

/** Address and key are read while neither can be changed: no key goes to an address it was not given for. */
export const readChoice = ({ database, secrets, config }: ReadChoiceDeps): Promise<EmbeddingChoice> =>
  database.transaction(async (sql) => {
    await holdModels(sql);
    const setting = await readEmbeddingSetting(sql);
    return choose(config, setting, setting.address === undefined ? undefined : await secrets.read(keyName, sql));
  });

/** KHOJ_EMBEDDING wins; then what was chosen in the panel; then the model of this machine. */
export function choose(config: EmbeddingConfig, setting: EmbeddingSetting, key?: string): EmbeddingChoice {
  const byEnvironment = config.setBy === "environment";
  const kind = byEnvironment ? config.kind : (setting.kind ?? config.kind);
  const setBy = byEnvironment
    ? "environment"
    : setting.kind === undefined && setting.local === undefined
      ? "built-in"
      : "panel";
  const { address: baseUrl, addressBy = "panel", endpoint: model } = setting;
  const endpoint = baseUrl === undefined ? undefined : { baseUrl, key, model, setBy: addressBy };
  return { choice: ofKind(kind, setting, endpoint), setBy, isPaused: setting.paused, endpoint };
}

function ofKind(
  kind: EmbeddingConfig["kind"],
  { local }: EmbeddingSetting,
  endpoint: EmbeddingEndpoint | undefined,
): ModelChoice {
  if (kind === "local") return { kind, model: local ?? defaultEmbeddingModel.name };
  if (kind === "none" || endpoint === undefined) return { kind: "none" };
  const { baseUrl, key, model } = endpoint;
  return { kind, baseUrl, key, model };
}

export const areSame = (one: ModelChoice | undefined, other: ModelChoice): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
