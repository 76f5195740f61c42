import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { InstalledModel } from "./installed-models.ts";

/** What changes when a file of the model is written to or replaced: cheap to look at often. */
export async function signOf({ folder, files }: InstalledModel): Promise<string> {
  return signFiles(
    folder,
    files.map(({ name }) => name),
  );
}

/** The same of what was built of its files, which is there once the model has been opened. */
export async function signOfBuilt({ folder }: InstalledModel): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  return signFiles(folder, names.filter((name) => /^khoj-.*\.onnx$/.test(name)).sort());
}

async function signFiles(folder: string, names: readonly string[]): Promise<string> {
  const signs = await Promise.all(
    names.map((name) =>
      stat(path.join(folder, name)).then(
        ({ size, mtimeMs, ctimeMs, ino }) => `${size} ${mtimeMs} ${ctimeMs} ${ino}`,
        () => "gone",
      ),
    ),
  );
  return signs.join("\n");
}
