import { chmod, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";

/** Held by the one process that works on a data directory. The system lets go of it when that process ends, however. */
export interface RunLock {
  /** Tells other starts and the command line where this server answers. */
  publish(url: string): Promise<void>;
  release(): Promise<void>;
}

export interface RunningServer {
  readonly pid: number;
  /** Absent while it is still starting. */
  readonly url?: string;
}

export type LockOutcome =
  | { readonly status: "taken"; readonly lock: RunLock }
  | { readonly status: "running"; readonly server: RunningServer | undefined };

/**
 * Takes the lock of a data directory, or tells who has it. The lock is a file lock of SQLite's: it works alike on every
 * system and, unlike a pid file, cannot outlive its process or be mistaken for another one's.
 */
export async function takeRunLock(directory: string): Promise<LockOutcome> {
  const file = path.join(directory, "run", "lock");
  const held = tryLock(file);
  if (held === undefined) return { status: "running", server: await findRunning(directory) };
  await chmod(file, 0o600);
  const facts = factsFile(directory);
  await write(facts, { pid: process.pid });
  const lock: RunLock = {
    publish: (url) => write(facts, { pid: process.pid, url }),
    async release() {
      await rm(facts, { force: true });
      held.close();
    },
  };
  return { status: "taken", lock };
}

/** The server that works on a data directory, when one does; waits a moment for one that is just starting. */
export async function findRunningServer(directory: string): Promise<RunningServer | undefined> {
  if ((await readFacts(directory)) === undefined) return undefined;
  const held = tryLock(path.join(directory, "run", "lock"));
  if (held === undefined) return findRunning(directory);
  held.close();
  return undefined;
}

const factsFile = (directory: string): string => path.join(directory, "run", "server.json");

function tryLock(file: string): DatabaseSync | undefined {
  const held = new DatabaseSync(file);
  try {
    // The short patience is for a command that only looks whether somebody holds the lock.
    held.exec("PRAGMA busy_timeout = 300; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    return held;
  } catch (error) {
    held.close();
    const sqliteBusy = 5;
    if ((error as { errcode?: number }).errcode === sqliteBusy) return undefined;
    throw error;
  }
}

async function findRunning(directory: string): Promise<RunningServer | undefined> {
  for (let waited = 0; ; waited += 100) {
    const server = await readFacts(directory);
    if (server?.url !== undefined || waited >= 5000) return server;
    await wait(100);
  }
}

async function readFacts(directory: string): Promise<RunningServer | undefined> {
  try {
    return JSON.parse(await readFile(factsFile(directory), "utf8")) as RunningServer;
  } catch {
    return undefined;
  }
}

async function write(file: string, server: RunningServer): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(server), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
