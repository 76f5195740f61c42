import path from "node:path";
import type { CatalogueModel } from "@khoj/contract";
import type { AdministerConfig } from "../config.ts";
import type { ModelFolderDeps, OnBytes } from "../models/index.ts";
import { openDataDirectory } from "../platform/data-directory.ts";
import { openSecrets } from "../platform/secrets/open-secrets.ts";
import { type Administration, refuseOtherUser } from "./administration.ts";

/** Loaded only for what it is for: other commands should not wait for it. */
const room = () => import("../models/index.ts");

const depsOf = ({ dataDirectory, models }: AdministerConfig): ModelFolderDeps => ({
  models: path.join(dataDirectory, "models"),
  places: models.places,
});

/** The catalogue and what is installed; the database is not needed for it. */
export const listEmbeddingModels = async (config: AdministerConfig): Promise<CatalogueModel[]> =>
  (await room()).listFolder(depsOf(config));

/** Gets a model, or copies a folder of one's own. A server that waits for it finds it by itself. */
export async function addEmbeddingModel(config: AdministerConfig, what: string, onBytes: OnBytes): Promise<string> {
  await refuseOtherUser(config.dataDirectory);
  await openDataDirectory(config.dataDirectory);
  return (await room()).addModel(depsOf(config), what, onBytes);
}

export const verifyEmbeddingModel = async (config: AdministerConfig, name: string): Promise<string> =>
  (await room()).verifyModel(depsOf(config), name);

export async function removeEmbeddingModel(administration: Administration, name: string): Promise<void> {
  const { removeGguf, removeModel } = await room();
  const { config, database, events, by } = administration;
  const deps = { ...depsOf(config), events };
  await database.transaction(async (sql) => {
    if (await removeGguf(deps, sql, by, name)) return;
    await removeModel(deps, config.models.embedding, sql, name);
  });
}

/** Notes are read with it from now on; a server that runs begins at once. */
export async function useEmbeddingModel({ config, database, events, by }: Administration, name: string): Promise<void> {
  const { changeEmbedding } = await room();
  const secrets = await openSecrets({ database, secretKey: config.secretKey, dataDirectory: config.dataDirectory });
  const deps = { models: depsOf(config).models, config: config.models.embedding, secrets, events };
  await database.transaction((sql) => changeEmbedding(deps, sql, by, { kind: "local", model: name }));
}
