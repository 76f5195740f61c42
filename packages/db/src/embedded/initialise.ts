import { spawn } from "node:child_process";
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { KhojError } from "@khoj/contract";
import type { Binaries } from "./binaries.ts";
import { account, environment } from "./server-process.ts";
import type { SystemUser } from "./system-user.ts";

/** The bootstrap superuser: used to make the other roles and databases, never for work. */
export const adminRole = "khoj_admin";

export interface InitialiseOptions {
  readonly binaries: Binaries;
  readonly home: string;
  readonly dataDirectory: string;
  readonly user: SystemUser | undefined;
  readonly password: string;
  /** Tests only: a cluster that need not survive a power cut. */
  readonly skipSync: boolean;
  readonly onProgress: (sentence: string) => void;
}

/**
 * Creates the cluster on the first start. It grows under another name and is renamed when whole, so that a start that
 * was cut off leaves no half of one behind.
 */
export async function initialise(options: InitialiseOptions): Promise<void> {
  if (await alreadyThere(options)) return;
  options.onProgress("creating the database, once");
  const unfinished = `${options.dataDirectory}.unfinished`;
  const passwordFile = path.join(options.home, ".first-password");
  await rm(unfinished, { recursive: true, force: true });
  await makeOwnFolder(unfinished, options.user);
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  if (options.user !== undefined) await chown(passwordFile, options.user.uid, options.user.gid);
  try {
    await runInitdb(options, unfinished, passwordFile);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeFile(path.join(unfinished, "pg_hba.conf"), hostBasedAccess);
  await rename(unfinished, options.dataDirectory);
}

/** A folder that only the database's account enters. */
export async function makeOwnFolder(directory: string, user: SystemUser | undefined): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (user !== undefined) await chown(directory, user.uid, user.gid);
  if (process.platform !== "win32") await chmod(directory, 0o700);
}

const hostBasedAccess =
  process.platform === "win32" ? "host all all 127.0.0.1/32 scram-sha-256\n" : "local all all scram-sha-256\n";

async function alreadyThere({ dataDirectory, binaries }: InitialiseOptions): Promise<boolean> {
  const version = await readFile(path.join(dataDirectory, "PG_VERSION"), "utf8").catch(() => undefined);
  if (version === undefined) return false;
  if (Number.parseInt(version, 10) === binaries.major) return true;
  throw new KhojError(
    "conflict",
    `${dataDirectory} was made by PostgreSQL ${version.trim()}, this version of Khoj brings ${binaries.major}; start it with the version of Khoj that made it`,
  );
}

function runInitdb(options: InitialiseOptions, target: string, passwordFile: string): Promise<void> {
  const choices = ["-D", target, "-U", adminRole, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  choices.push("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--lc-messages=C");
  if (options.skipSync) choices.push("--no-sync");
  return new Promise((resolve, reject) => {
    const child = spawn(options.binaries.initdb, choices, {
      ...account(options.user),
      cwd: options.home,
      env: environment(),
      windowsHide: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const lines: string[] = [];
    createInterface({ input: child.stderr }).on("line", (line) => lines.push(line));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new KhojError("unavailable", `the database could not be created: ${lines.slice(-4).join(" | ")}`));
    });
  });
}
