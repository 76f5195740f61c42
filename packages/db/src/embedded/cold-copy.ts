import { spawn } from "node:child_process";
import { cp, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { KhojError } from "@khoj/contract";
import { makeOwnFolder } from "./initialise.ts";
import { account } from "./server-process.ts";
import type { SystemUser } from "./system-user.ts";

export interface ColdCopyPlace {
  /** The `pg` folder; copies stand in `copies/` of it. */
  readonly home: string;
  readonly dataDirectory: string;
  readonly user: SystemUser | undefined;
}

const copiesKept = 2;

/** Copies a stopped cluster before its schema is changed, and keeps the last two such copies. Returns the copy's folder. */
export async function makeColdCopy(place: ColdCopyPlace, name: string, now: Date): Promise<string> {
  await refuseWithoutRoom(place);
  const copies = path.join(place.home, "copies");
  await makeOwnFolder(copies, place.user);
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const copy = path.join(copies, `${stamp}-${name}`);
  for (const left of await readdir(copies)) {
    if (left.endsWith(unfinished)) await rm(path.join(copies, left), { recursive: true, force: true });
  }
  await copyFolder(place.dataDirectory, copy + unfinished, place.user);
  await rename(copy + unfinished, copy);
  const all = (await readdir(copies)).sort();
  for (const old of all.slice(0, -copiesKept)) await rm(path.join(copies, old), { recursive: true, force: true });
  return copy;
}

/** Puts a copy back in the place of the cluster, which must be stopped. */
export async function goBackTo(place: ColdCopyPlace, copy: string): Promise<void> {
  await rename(place.dataDirectory, place.dataDirectory + failed);
  await rename(copy, place.dataDirectory);
  await rm(place.dataDirectory + failed, { recursive: true, force: true });
}

/** Finishes a `goBackTo` that was cut off between its steps, so that a start never takes the gap for a first start. */
export async function finishGoingBack(place: ColdCopyPlace): Promise<void> {
  if (!(await isThere(place.dataDirectory + failed))) return;
  if (!(await isThere(place.dataDirectory))) {
    const copies = path.join(place.home, "copies");
    const newest = (await readdir(copies).catch(() => []))
      .filter((name) => !name.endsWith(unfinished))
      .sort()
      .at(-1);
    const from = newest === undefined ? place.dataDirectory + failed : path.join(copies, newest);
    await rename(from, place.dataDirectory);
  }
  await rm(place.dataDirectory + failed, { recursive: true, force: true });
}

const unfinished = ".unfinished";
const failed = ".failed";

async function refuseWithoutRoom({ home, dataDirectory }: ColdCopyPlace): Promise<void> {
  const needed = (await sizeOf(dataDirectory)) + 64 * 1024 * 1024;
  const { bavail, bsize } = await statfs(home);
  const free = bavail * bsize;
  if (free >= needed) return;
  throw new KhojError(
    "unavailable",
    `updating the database keeps a copy of it first: that needs ${megabytes(needed)} MB in ${home}, ${megabytes(free)} MB are free; make room and start again`,
  );
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);

async function sizeOf(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(file.parentPath, file.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

// `cp` as the database's own user keeps owner and rights, and shares blocks where the file system can.
async function copyFolder(from: string, to: string, user: SystemUser | undefined): Promise<void> {
  if (process.platform === "win32") return cp(from, to, { recursive: true, preserveTimestamps: true });
  await run("cp", ["-a", from, to], user);
  await run("sync", [], undefined);
}

function run(program: string, choices: readonly string[], user: SystemUser | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, choices, { ...account(user), cwd: "/", stdio: "ignore" });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new KhojError("unavailable", `${program} ${choices.join(" ")} failed (exit ${code})`));
    });
  });
}

async function isThere(directory: string): Promise<boolean> {
  return stat(directory).then(
    () => true,
    () => false,
  );
}
