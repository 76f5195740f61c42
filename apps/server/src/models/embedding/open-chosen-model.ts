import path from "node:path";
import { KhojError } from "@khoj/contract";
import {
  type AskHttp,
  type AskWeb,
  type EmbeddingModel,
  fetchModel,
  findEntry,
  findInstalled,
  findReference,
  type InstalledModel,
  openEndpointModel,
  openLocalEmbeddingModel,
  signOf,
  signOfBuilt,
  verifyInstalled,
} from "@khoj/models";
import type { ModelChoice } from "./embedding-choice.ts";

export interface OpenModelDeps {
  /** The folder of models. */
  readonly models: string;
  readonly places: { readonly hub: string; readonly index: string };
  readonly download: AskWeb;
  readonly askEndpoint: (baseUrl: string) => AskHttp;
  readonly log: (line: string) => void;
}

export interface OpenedModel {
  readonly choice: ModelChoice;
  readonly model: EmbeddingModel;
  /**
   * Where it lies, what its files looked like when they were held to their hashes, and what was built of them when it
   * had been opened.
   */
  readonly files: { readonly installed: InstalledModel; readonly sign: string; readonly built: string } | undefined;
}

export interface OpenModelSteps {
  onGetting(name: string, gotBytes: number, ofBytes: number): void;
  onLoading(name: string): void;
}

/** Opens the model chosen, which is got first where it is not here yet. */
export async function openChosenModel(
  deps: OpenModelDeps,
  choice: Exclude<ModelChoice, { kind: "none" }>,
  steps: OpenModelSteps,
  signal: AbortSignal,
): Promise<OpenedModel> {
  if (choice.kind === "endpoint") {
    steps.onLoading(choice.model ?? new URL(choice.baseUrl).host);
    const ask = deps.askEndpoint(choice.baseUrl);
    return { choice, model: await openEndpointModel({ ...choice, ask, signal }), files: undefined };
  }
  const installed = (await findInstalled(deps.models, choice.model)) ?? (await get(deps, choice.model, steps, signal));
  if (installed.purpose !== "embed")
    throw new KhojError(
      "not_configured",
      `${installed.name} ranks and does not embed; choose another: khoj models list`,
    );
  steps.onLoading(installed.name);
  const sign = await signOf(installed);
  await verifyInstalled(installed);
  const entry = findEntry(installed.name);
  const model = await openLocalEmbeddingModel({
    folder: installed.folder,
    name: installed.name,
    numbers: "int8",
    log: deps.log,
    ...(entry && {
      pooling: entry.pooling,
      maxTokens: entry.maxTokens,
      scripts: entry.scripts,
      reference: findReference(entry.name),
      prefixes: { query: entry.queryPrefix, passage: entry.passagePrefix },
    }),
  });
  return { choice, model, files: { installed, sign, built: await signOfBuilt(installed) } };
}

async function get(
  deps: OpenModelDeps,
  name: string,
  steps: OpenModelSteps,
  signal: AbortSignal,
): Promise<InstalledModel> {
  const entry = findEntry(name);
  if (entry === undefined)
    throw new KhojError(
      "not_configured",
      `${name} is not installed and not in the catalogue; add its folder: khoj models add FOLDER`,
    );
  const of = entry.files.reduce((sum, { bytes }) => sum + bytes, 0);
  steps.onGetting(entry.name, 0, of);
  await fetchModel({ ask: deps.download, ...deps.places }, entry, {
    models: deps.models,
    onProgress: (got, total) => steps.onGetting(entry.name, got, total),
    signal,
  });
  const installed = await findInstalled(deps.models, entry.name);
  if (installed !== undefined) return installed;
  throw new KhojError(
    "unavailable",
    `${path.join(deps.models, entry.name)} vanished as soon as it was there; try again`,
  );
}
