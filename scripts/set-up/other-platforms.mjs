import { readdir, rm } from "node:fs/promises";
import path from "node:path";

/**
 * onnxruntime-node brings its binaries for every system, 288 MB; only the 45 MB for this one are kept. Safe to repeat, and
 * a folder that cannot be written stays as it is.
 */
export async function removeOtherPlatforms(root, platform = process.platform, arch = process.arch) {
  const binaries = path.join(root, "node_modules", "onnxruntime-node", "bin");
  for (const version of await namesIn(binaries)) {
    for (const system of await namesIn(path.join(binaries, version))) {
      const processors = path.join(binaries, version, system);
      if (system !== platform) await remove(processors);
      else for (const one of await namesIn(processors)) if (one !== arch) await remove(path.join(processors, one));
    }
  }
}

const namesIn = (folder) => readdir(folder).catch(() => []);
const remove = (folder) => rm(folder, { recursive: true, force: true }).catch(() => {});
