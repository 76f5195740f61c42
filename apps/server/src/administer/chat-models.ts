import path from "node:path";
import {
  type AdminModel,
  type ModelProvider,
  type NewModel,
  type NewProvider,
  notFound,
  type TestReport,
} from "@khoj/contract";
import type { AdoptedGguf } from "@khoj/models";
import type { z } from "zod";
import type { AdministerConfig } from "../config.ts";
import {
  type AskProviderDeps,
  addChatModel,
  addProvider,
  changeChatModel,
  enterGguf,
  type GgufFlags,
  installGguf,
  listAdminModels,
  listModelProviders,
  type OnPackages,
  openLocalChatModels,
  removeChatModel,
  removeProvider,
  testChatModel,
  testProvider,
} from "../models/index.ts";
import { openDataDirectory } from "../platform/data-directory.ts";
import { openSecrets } from "../platform/secrets/open-secrets.ts";
import { type Administration, refuseOtherUser } from "./administration.ts";

/** Milliseconds that a provider may be silent while somebody waits at a terminal. */
const patience = 60_000;

async function depsOf({ config, database, events }: Administration) {
  const secrets = await openSecrets({ database, secretKey: config.secretKey, dataDirectory: config.dataDirectory });
  return { database, events, secrets, patience } satisfies AskProviderDeps & { events: unknown };
}

export const listProviders = async (administration: Administration): Promise<ModelProvider[]> =>
  listModelProviders(await depsOf(administration));

export async function addModelProvider(administration: Administration, given: NewProvider): Promise<ModelProvider> {
  const deps = await depsOf(administration);
  const id = await deps.database.transaction((sql) => addProvider(deps, sql, administration.by, given));
  return getProvider(await listModelProviders(deps), String(id));
}

export async function removeModelProvider(administration: Administration, which: string): Promise<ModelProvider> {
  const deps = await depsOf(administration);
  const found = getProvider(await listModelProviders(deps), which);
  await deps.database.transaction((sql) => removeProvider(deps, sql, administration.by, found.id));
  return found;
}

export async function testModelProvider(administration: Administration, which: string): Promise<TestReport> {
  const deps = await depsOf(administration);
  return testProvider(deps, getProvider(await listModelProviders(deps), which).id);
}

export const listChatModels = ({ database }: Administration): Promise<AdminModel[]> => listAdminModels(database);

export async function addChatModelTo(
  administration: Administration,
  provider: string,
  given: Omit<z.output<typeof NewModel>, "provider_id">,
): Promise<AdminModel> {
  const deps = await depsOf(administration);
  const { id: provider_id } = getProvider(await listModelProviders(deps), provider);
  const id = await deps.database.transaction((sql) =>
    addChatModel(deps, sql, administration.by, { ...given, provider_id }),
  );
  return getModel(await listAdminModels(deps.database), String(id));
}

/** Copies a GGUF file of one's own and gets what runs it; the database is not needed for that. */
export async function installGgufFile(
  config: AdministerConfig,
  file: string,
  onPackages: OnPackages,
): Promise<AdoptedGguf> {
  await refuseOtherUser(config.dataDirectory);
  await openDataDirectory(config.dataDirectory);
  return installGguf({ models: modelsFolder(config) }, file, onPackages);
}

/** It answers from now on. */
export async function enterGgufFile(
  administration: Administration,
  adopted: AdoptedGguf & { readonly flags: GgufFlags },
): Promise<AdminModel> {
  const deps = await depsOf(administration);
  const id = await deps.database.transaction((sql) => enterGguf(deps, sql, administration.by, adopted));
  return getModel(await listAdminModels(deps.database), String(id));
}

const modelsFolder = ({ dataDirectory }: AdministerConfig): string => path.join(dataDirectory, "models");

export async function makeDefaultChatModel(administration: Administration, which: string): Promise<AdminModel> {
  const { database, by } = administration;
  const { id } = getModel(await listAdminModels(database), which);
  await database.transaction((sql) => changeChatModel(administration, sql, by, { id, change: { make_default: true } }));
  return getModel(await listAdminModels(database), String(id));
}

export async function removeNamedChatModel(administration: Administration, which: string): Promise<AdminModel> {
  const { database, by } = administration;
  const found = getModel(await listAdminModels(database), which);
  await database.transaction((sql) => removeChatModel(administration, sql, by, found.id));
  return found;
}

export async function testNamedChatModel(administration: Administration, which: string): Promise<TestReport> {
  const deps = await depsOf(administration);
  const local = openLocalChatModels(modelsFolder(administration.config), patience);
  try {
    return await testChatModel({ ...deps, local }, getModel(await listAdminModels(deps.database), which).id);
  } finally {
    await local.close();
  }
}

function getProvider(providers: readonly ModelProvider[], which: string): ModelProvider {
  const found = providers.find(({ id, name }) => String(id) === which || name === which);
  if (!found) throw notFound("Provider", which);
  return found;
}

/** By its number, its name or the provider's name for it. */
function getModel(models: readonly AdminModel[], which: string): AdminModel {
  const found = models.find(({ id, name, model }) => String(id) === which || name === which || model === which);
  if (!found) throw notFound("Chat model", which);
  return found;
}
