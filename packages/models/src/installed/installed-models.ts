import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { KhojError, notFound } from "@khoj/contract";
import { findEntry } from "../catalogue/catalogue.ts";
import { hashFile } from "../hash-file.ts";
import { type Manifest, readManifest } from "./manifest.ts";

export interface InstalledModel extends Manifest {
  readonly folder: string;
}

/** What lies in the folder of models. One whose record cannot be read is left out. */
export async function listInstalled(models: string): Promise<readonly InstalledModel[]> {
  const names = await readdir(models).catch(() => []);
  const found = await Promise.all(names.sort().map((name) => findInstalled(models, name).catch(() => undefined)));
  return found.filter((one) => one !== undefined);
}

export async function findInstalled(models: string, name: string): Promise<InstalledModel | undefined> {
  if (!isName(name)) return undefined;
  const folder = path.join(models, findEntry(name)?.name ?? name);
  const manifest = await readManifest(folder);
  return manifest && { ...manifest, folder };
}

/** Whether a folder may be called so; `runtime` is that of llama.cpp. */
export const isName = (name: string): boolean =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name) && !name.includes("..") && name !== "runtime";

/** Reads every file of it: refuses one that was cut, altered, replaced or taken away since, and says the cure. */
export async function verifyInstalled(installed: InstalledModel): Promise<void> {
  const { folder, name, files } = installed;
  const entry = findEntry(name);
  for (const recorded of files) {
    const file = path.join(folder, recorded.name);
    const pinned = entry?.files.find((one) => one.name === recorded.name)?.sha256 ?? recorded.sha256;
    const found = await hashFile(file).catch((error: NodeJS.ErrnoException) => error.code ?? "unreadable");
    if (typeof found === "string") throw changed(`${file} is gone or cannot be read (${found})`, installed);
    if (found.bytes < recorded.bytes)
      throw changed(`${file} was cut to ${found.bytes} of ${recorded.bytes} bytes`, installed);
    if (found.sha256 !== pinned) throw changed(`${file} is not the file that was installed`, installed);
  }
}

function changed(what: string, { name, purpose }: InstalledModel): KhojError {
  const again = findEntry(name)?.name ?? (purpose === "chat" ? "FILE.gguf" : "FOLDER");
  const meanwhile = purpose === "chat" ? "" : " Words alone find meanwhile.";
  return new KhojError("conflict", `${what}.${meanwhile} Get it again: khoj models add ${again}`);
}

export async function removeInstalled(models: string, name: string): Promise<void> {
  const found = await findInstalled(models, name);
  if (found === undefined) throw notFound("The installed model", name);
  await rm(found.folder, { recursive: true, force: true });
}
