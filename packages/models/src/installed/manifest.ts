import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { KhojError } from "@khoj/contract";

/** What is known of an installed model: what it was when it came, so that it is noticed when it changes. */
export interface Manifest {
  readonly name: string;
  readonly purpose: "embed" | "rerank" | "chat";
  /** Where it came from, in words. */
  readonly from: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}

const fileName = "khoj-model.json";

export const writeManifest = (folder: string, manifest: Manifest): Promise<void> =>
  writeFile(path.join(folder, fileName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });

/** Undefined where the folder is no installed model. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(path.join(folder, fileName), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (isManifest(manifest)) return manifest;
  } catch {
    // Said below, as for one that parses and says nothing.
  }
  throw new KhojError(
    "unavailable",
    `${path.join(folder, fileName)} cannot be read; remove the folder and add the model again`,
  );
}

const isManifest = ({ name, purpose, files }: Manifest): boolean =>
  typeof name === "string" &&
  (purpose === "embed" || purpose === "rerank" || purpose === "chat") &&
  Array.isArray(files) &&
  files.length > 0 &&
  files.every(
    (file) => typeof file.name === "string" && !/[/\\]\.\.|^\.\./.test(file.name) && /^[0-9a-f]{64}$/.test(file.sha256),
  );
