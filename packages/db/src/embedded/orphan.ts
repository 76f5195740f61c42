import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { KhojError } from "@khoj/contract";

/**
 * Makes a data directory ready to be started again after its server was killed. The caller holds the lock of the
 * directory, so a PostgreSQL still running on it belonged to a Khoj that is gone: it is stopped, cleanly first. A pid
 * file that names a process which is no PostgreSQL of this directory (the number was given to another after a reboot)
 * is removed, for PostgreSQL itself would refuse to start because of it.
 */
export async function stopOrphan(dataDirectory: string): Promise<"none" | "stopped" | "stale-file-removed"> {
  const pid = postmasterPid(dataDirectory);
  if (pid === undefined || !isAlive(pid)) return "none";
  if (!isPostgresOf(pid, dataDirectory)) {
    if (processesOn(dataDirectory).length > 0) return "none";
    await rm(path.join(dataDirectory, "postmaster.pid"), { force: true });
    return "stale-file-removed";
  }
  for (const [signal, patience] of stopping) {
    signalIfAlive(pid, signal);
    if (await endsWithin(pid, patience)) return "stopped";
  }
  throw new KhojError(
    "unavailable",
    `a PostgreSQL of an earlier run (pid ${pid}) still uses ${dataDirectory} and does not end; restart the machine`,
  );
}

// In order, then at once, then by force: what it had acknowledged is on disk in each case.
const stopping = [
  ["SIGINT", 30_000],
  ["SIGQUIT", 10_000],
  ["SIGKILL", 5000],
] as const;

/** The pid in postmaster.pid, when there is one. */
export function postmasterPid(dataDirectory: string): number | undefined {
  const file = path.join(dataDirectory, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const pid = Number.parseInt(readFileSync(file, "utf8").split("\n")[0] ?? "", 10);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

// PostgreSQL's processes all have the data directory as their working directory. Where /proc does not tell (macOS,
// Windows) the pid file is believed: PostgreSQL checks it again itself.
function isPostgresOf(pid: number, dataDirectory: string): boolean {
  if (!existsSync("/proc/self/cwd")) return true;
  return workingDirectory(pid) === dataDirectory && /postgres/.test(commandName(pid));
}

function processesOn(dataDirectory: string): number[] {
  if (!existsSync("/proc/self/cwd")) return [];
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid > 1 && isPostgresOf(pid, dataDirectory));
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function commandName(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8");
  } catch {
    return "";
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function signalIfAlive(pid: number, signal: "SIGINT" | "SIGQUIT" | "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch {}
}

async function endsWithin(pid: number, milliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < milliseconds; waited += 50) {
    if (!isAlive(pid)) return true;
    await wait(50);
  }
  return !isAlive(pid);
}
