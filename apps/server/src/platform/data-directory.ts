import { chmod, chown, lstat, mkdir, readdir, rm } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { KhojError } from "@khoj/contract";
import { canEnter, findSystemUser, type SystemUser } from "@khoj/db";

/** What the choice of a data directory depends on; config.ts reads it from the environment. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly isRoot: boolean;
  readonly xdgDataHome?: string | undefined;
  readonly localAppData?: string | undefined;
}

/** The platform's own place for a program's data. `~/.khoj` belongs to upstream and is never used. */
export function defaultDataDirectory({ platform, home, isRoot, xdgDataHome, localAppData }: Surroundings): string {
  if (platform === "win32") return path.join(localAppData ?? path.join(home, "AppData", "Local"), "khoj");
  if (isRoot) return "/var/lib/khoj";
  if (platform === "darwin") return path.join(home, "Library", "Application Support", "khoj");
  const dataHome = xdgDataHome && path.isAbsolute(xdgDataHome) ? xdgDataHome : path.join(home, ".local", "share");
  return path.join(dataHome, "khoj");
}

/** The folders of a data directory; `pg` is the database's own. */
export const dataFolders = ["pg", "files", "models", "log", "run", "index"] as const;

/**
 * Makes the data directory, or checks the one that is there: a real folder of ours that nobody else can read. Started
 * as root, the folder itself is given to the database's user, who must pass through it; what is in it stays root's.
 */
export async function openDataDirectory(directory: string): Promise<void> {
  refuseUpstreams(directory);
  const user = findSystemUser();
  process.umask(0o077);
  const made = await mkdir(directory, { recursive: true, mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
    throw cannotMake(directory, cause);
  });
  await refuseStrangers(directory);
  await refuseWide(directory, user);
  if (user !== undefined) {
    await giveTo(user, directory).catch(async (error: unknown) => {
      if (made !== undefined) await rm(made, { recursive: true });
      throw error;
    });
  }
  for (const name of dataFolders) {
    const folder = path.join(directory, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await refuseWide(folder, user);
  }
  for (const folder of [directory, path.join(directory, "run"), path.join(directory, "log")]) {
    for (const name of await readdir(folder)) await refuseWide(path.join(folder, name), user);
  }
}

function refuseUpstreams(directory: string): void {
  if (path.resolve(directory) !== path.join(homedir(), ".khoj")) return;
  throw refused(
    `${directory} belongs to another Khoj and is not written; give --data (or KHOJ_DATA_DIR) another folder`,
  );
}

const refused = (message: string, cause?: unknown): KhojError => new KhojError("not_configured", message, { cause });

function cannotMake(directory: string, cause: NodeJS.ErrnoException): KhojError {
  const why: Record<string, string> = {
    EACCES: "this user may not write there",
    EPERM: "this user may not write there",
    EROFS: "that disk is read-only",
    ENOSPC: "that disk is full",
    ENOTDIR: "a part of that path is a file",
    EEXIST: "that is a file",
  };
  const reason = why[cause.code ?? ""] ?? cause.code ?? cause.message;
  return refused(
    `the data directory ${directory} cannot be made: ${reason}; give --data (or KHOJ_DATA_DIR) another folder`,
    cause,
  );
}

/** A folder full of other things was named by mistake: notes, a home. */
async function refuseStrangers(directory: string): Promise<void> {
  const names = await readdir(directory).catch((cause: NodeJS.ErrnoException) => {
    throw cannotMake(directory, cause);
  });
  const ours = names.length === 0 || dataFolders.some((folder) => names.includes(folder));
  if (!ours) {
    throw refused(
      `${directory} holds other things and is no data directory of Khoj; give --data an empty or a new folder`,
    );
  }
}

async function refuseWide(item: string, user: SystemUser | undefined): Promise<void> {
  if (process.platform === "win32") return;
  const status = await lstat(item);
  if (status.isSymbolicLink()) throw refused(`${item} is a link; the data directory must be real folders: remove it`);
  const owners = [process.getuid?.(), user?.uid];
  if (!owners.includes(status.uid)) {
    throw refused(`${item} belongs to another user (uid ${status.uid}); give it to the one Khoj runs as: chown -R`);
  }
  if ((status.mode & 0o077) !== 0 && !status.isSocket()) {
    const right = status.isDirectory() ? "700" : "600";
    throw refused(
      `${item} can be read by others (${(status.mode & 0o777).toString(8)}); type: chmod ${right} '${item}'`,
    );
  }
}

async function giveTo(user: SystemUser, directory: string): Promise<void> {
  await chown(directory, user.uid, user.gid);
  await chmod(directory, 0o700);
  if (canEnter(user, directory)) return;
  throw refused(
    `started as root, the database runs as the user ${user.name}, who cannot enter ${directory} (a folder above it is closed to others); give --data (or KHOJ_DATA_DIR) a folder that user can reach, such as /var/lib/khoj`,
  );
}
