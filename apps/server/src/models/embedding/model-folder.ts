import { stat } from "node:fs/promises";
import path from "node:path";
import { badRequest, type CatalogueModel, conflict, KhojError } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import {
  adoptFolder,
  fetchModel,
  findEntry,
  findInstalled,
  openLocalEmbeddingModel,
  openLocalReranker,
  removeInstalled,
  verifyInstalled,
} from "@khoj/models";
import { openDownloads } from "../../platform/egress/open-downloads.ts";
import { choose, type EmbeddingConfig, readEmbeddingSetting } from "./embedding-choice.ts";
import { selectModels } from "./embedding-model-store.ts";
import { listModels } from "./show-embedding.ts";

/** Where models lie and come from, for who looks after them with the server up or down. */
export interface ModelFolderDeps {
  /** The folder of models. */
  readonly models: string;
  readonly places: { readonly hub: string; readonly index: string; readonly certificates: string | undefined };
}

export const listFolder = ({ models, places }: ModelFolderDeps): Promise<CatalogueModel[]> =>
  listModels(models, places);

export type OnBytes = (gotBytes: number, ofBytes: number) => void;

/** Gets a model of the catalogue, anew where it is here; or copies a folder of the person's own. Answers its name. */
export async function addModel({ models, places }: ModelFolderDeps, what: string, onBytes: OnBytes): Promise<string> {
  const entry = findEntry(what);
  if (entry === undefined) {
    const isFolder = (await stat(what).catch(() => undefined))?.isDirectory() === true;
    if (isFolder) return adopt(models, what);
    throw badRequest(`${what} is neither a model of the catalogue (khoj models list) nor a folder`);
  }
  const ask = openDownloads({ places: [places.hub, places.index], certificates: places.certificates });
  await fetchModel({ ask, ...places }, entry, { models, onProgress: onBytes });
  return entry.name;
}

/** A folder whose model cannot be run is told so now, not when notes wait for it. */
async function adopt(models: string, from: string): Promise<string> {
  const folder = await adoptFolder(from, models);
  const name = path.basename(folder);
  try {
    const isRanking = (await findInstalled(models, name))?.purpose === "rerank";
    await tryModel(folder, name, isRanking);
  } catch (error) {
    await removeInstalled(models, name);
    throw error;
  }
  return name;
}

async function tryModel(folder: string, name: string, isRanking: boolean): Promise<void> {
  const options = { folder, name, numbers: "int8", processes: 1 } as const;
  const opened = isRanking ? await openLocalReranker(options) : await openLocalEmbeddingModel(options);
  try {
    if ("rank" in opened) await opened.rank("a question", ["a passage"]);
    else await opened.embed(["a passage"], { kind: "passage" });
  } finally {
    await opened.close();
  }
}

/** Reads every file of it and holds it to its hash. */
export async function verifyModel({ models }: ModelFolderDeps, name: string): Promise<string> {
  const installed = await findInstalled(models, name);
  if (installed === undefined) throw notInstalled(models, name);
  await verifyInstalled(installed);
  return installed.name;
}

function notInstalled(models: string, name: string): KhojError {
  const cure = findEntry(name) === undefined ? "khoj models shows which there are" : `get it: khoj models add ${name}`;
  return new KhojError("not_found", `${name} is not installed in ${models}; ${cure}`);
}

/** Deletes it, unless the notes are read with it. */
export async function removeModel(
  { models }: ModelFolderDeps,
  config: EmbeddingConfig,
  sql: Sql,
  name: string,
): Promise<void> {
  const { choice } = choose(config, await readEmbeddingSetting(sql));
  const called = findEntry(name)?.name ?? name;
  const isUsed = (await selectModels(sql)).some((row) => row.state !== "retired" && row.name === called);
  if (isUsed && choice.kind === "local")
    throw conflict(
      `${called} reads the notes now; choose another first: khoj models use NAME, or set KHOJ_EMBEDDING=none`,
    );
  await removeInstalled(models, called);
}
