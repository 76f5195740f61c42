import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { runNpm } from "./npm.mjs";
import { removeOtherPlatforms } from "./other-platforms.mjs";
import { withProgress } from "./progress.mjs";

/** True when node_modules is what package-lock.json says. A stamp answers at once; without it the two are compared. */
export async function dependenciesAreThere(root) {
  const lock = await readFile(path.join(root, "package-lock.json"), "utf8");
  const stamp = stampOf(lock);
  if ((await readFile(stampFile(root), "utf8").catch(() => "")) === stamp) return true;
  const installed = await readFile(path.join(root, "node_modules", ".package-lock.json"), "utf8").catch(
    () => undefined,
  );
  if (installed === undefined || !covers(JSON.parse(installed).packages, JSON.parse(lock).packages)) return false;
  await removeOtherPlatforms(root);
  await keep(root, stamp);
  return true;
}

export async function installDependencies(root, node) {
  await withProgress("installing what Khoj is built on (a minute at most)", () =>
    runNpm(["ci", "--ignore-scripts", "--include=dev", "--include=optional"], root, node),
  );
  await removeOtherPlatforms(root);
  await keep(root, stampOf(await readFile(path.join(root, "package-lock.json"), "utf8")));
}

const stampFile = (root) => path.join(root, "node_modules", ".khoj-installed");
const stampOf = (lock) => createHash("sha256").update(`${process.platform} ${process.arch}\n${lock}`).digest("hex");
// In a read-only checkout there is no stamp; the comparison then happens at each start.
const keep = (root, stamp) => writeFile(stampFile(root), stamp).catch(() => {});

/** Every package of the lock is installed in that version; those for other platforms may be absent. */
function covers(installed, locked) {
  return Object.entries(locked).every(([place, entry]) => {
    if (place === "" || entry.link || !place.startsWith("node_modules/")) return true;
    return installed[place]?.version === entry.version || (entry.optional === true && installed[place] === undefined);
  });
}
