import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { CatalogueModel, EmbeddingStatus } from "@khoj/contract";
import {
  type CatalogueEntry,
  catalogue,
  type FetchDeps,
  type InstalledModel,
  isLoopback,
  listInstalled,
  sayPlace,
  weightsOf,
} from "@khoj/models";
import { keyHint } from "../key-hint.ts";
import type { EmbeddingChoice } from "./embedding-choice.ts";
import type { KeptModels } from "./keep-embedding-models.ts";

type Places = Pick<FetchDeps, "hub" | "index">;

/** Where the model that reads meaning stands, and which others there are. */
export async function showEmbedding(models: string, places: Places, kept: KeptModels): Promise<EmbeddingStatus> {
  const { choice, setBy, isPaused, endpoint } = kept.choice();
  const { state, reason, model, gotBytes, ofBytes } = kept.state();
  return {
    kind: choice.kind,
    set_by: setBy,
    model: model ?? null,
    state,
    reason: reason ?? null,
    endpoint: describeEndpoint(endpoint) ?? null,
    got_bytes: gotBytes ?? null,
    of_bytes: ofBytes ?? null,
    sends_to: sendsTo(kept) ?? null,
    paused: isPaused,
    catalogue: await listModels(models, places),
  };
}

/** Its key is not among it, only its last signs. */
export const describeEndpoint = (
  endpoint: EmbeddingChoice["endpoint"],
): NonNullable<EmbeddingStatus["endpoint"]> | undefined =>
  endpoint && {
    base_url: endpoint.baseUrl,
    key_hint: keyHint(endpoint.key),
    model: endpoint.model ?? null,
    set_by: endpoint.setBy,
  };

/** The host that texts leave this machine to. */
export function sendsTo(kept: Pick<KeptModels, "choice">): string | undefined {
  const { choice } = kept.choice();
  if (choice.kind !== "endpoint") return undefined;
  const { hostname, host } = new URL(choice.baseUrl);
  return isLoopback(hostname) ? undefined : host;
}

/** The catalogue, then what else is installed. */
export async function listModels(models: string, places: Places): Promise<CatalogueModel[]> {
  const installed = await listInstalled(models);
  const known = catalogue.map((entry) => fromCatalogue(entry, places, installed));
  const others = installed.filter(({ name }) => !catalogue.some((entry) => entry.name === name)).map(ownModel);
  return Promise.all([...known, ...others]);
}

async function fromCatalogue(
  entry: CatalogueEntry,
  places: Places,
  installed: readonly InstalledModel[],
): Promise<CatalogueModel> {
  const here = installed.find(({ name }) => name === entry.name);
  const { name, purpose, licence, languages } = entry;
  return {
    name,
    purpose,
    licence,
    languages,
    dimensions: entry.dimensions ?? null,
    bytes: entry.files.reduce((sum, { bytes }) => sum + bytes, 0),
    sha256: weightsOf(entry)?.sha256 ?? weightsHash(here),
    sources: entry.sources.map((source) => sayPlace(places, source)),
    verified: entry.isVerified,
    installed: here !== undefined,
    on_disk: here === undefined ? null : await bytesIn(here.folder),
  };
}

async function ownModel(here: InstalledModel): Promise<CatalogueModel> {
  return {
    name: here.name,
    purpose: here.purpose,
    licence: "of your own",
    languages: "not known",
    dimensions: null,
    bytes: here.files.reduce((sum, { bytes }) => sum + bytes, 0),
    sha256: weightsHash(here),
    sources: [here.from],
    verified: false,
    installed: true,
    on_disk: await bytesIn(here.folder),
  };
}

const weightsHash = (here: InstalledModel | undefined): string | null =>
  here?.files.find(({ name }) => /\.(safetensors|onnx|gguf)$/.test(name))?.sha256 ?? null;

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const facts = await Promise.all(names.map((name) => stat(path.join(folder, name)).catch(() => undefined)));
  return facts.reduce((sum, one) => sum + (one?.isFile() ? one.size : 0), 0);
}
