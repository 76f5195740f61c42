import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { partPrefix } from "@khoj/models";

/** Milliseconds after which nobody writes to it any more: another process may be getting a model just now. */
const abandonedAfter = 60 * 60_000;

/** Takes away what was left of models whose getting was cut off, by a power failure for instance. */
export async function removeUnfinished(models: string): Promise<void> {
  for (const name of await readdir(models).catch(() => [])) {
    if (!name.startsWith(partPrefix)) continue;
    const folder = path.join(models, name);
    const facts = await stat(folder).catch(() => undefined);
    if (facts !== undefined && Date.now() - facts.mtimeMs > abandonedAfter)
      await rm(folder, { recursive: true, force: true });
  }
}
