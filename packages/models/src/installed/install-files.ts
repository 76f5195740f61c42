import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { hashFile } from "../hash-file.ts";
import { type Manifest, writeManifest } from "./manifest.ts";

/** Names of folders that are being filled begin so. */
export const partPrefix = ".getting-";

/** Makes the folder `from`, which lies in `models`, an installed model: hashes recorded, under its name, whole or not at all. */
export async function installFiles(
  from: string,
  models: string,
  { files, ...facts }: Omit<Manifest, "files"> & { readonly files: readonly string[] },
): Promise<string> {
  const hashed: Manifest["files"][number][] = [];
  for (const name of files) hashed.push({ name, ...(await hashFile(path.join(from, name))) });
  await writeManifest(from, { ...facts, files: hashed });
  const to = path.join(models, facts.name);
  await rm(to, { recursive: true, force: true });
  await rename(from, to);
  return to;
}
