import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Debian's release that carries PostgreSQL 17 with pgvector 0.8; the shell is what initdb starts its server with. */
const release = "trixie";
const packages = ["dash", "postgresql-17", "postgresql-17-pgvector"];
const nobody = 65_534;

/** Where the system is kept between runs, outside the repository. */
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "khoj-test-postgresql");

export type PgvectorSystem =
  | { readonly root: string; readonly missing: undefined }
  /** `missing` goes into the titles of the tests that need it: `(not run: …)`. */
  | { readonly root: undefined; readonly missing: string };

/** The folder of a small Debian with PostgreSQL and pgvector, made once by mmdebstrap from the ordinary mirror. */
export async function pgvectorSystem(): Promise<PgvectorSystem> {
  if (process.getuid?.() !== 0)
    return { root: undefined, missing: "PostgreSQL with pgvector runs in a chroot, as root" };
  const root = path.join(cache, `${release}-1`);
  if (existsSync(root)) return { root, missing: undefined };
  try {
    await make(root);
    return { root, missing: undefined };
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const why = code === "ENOENT" ? "it needs mmdebstrap" : "mmdebstrap could not fetch it";
    return { root: undefined, missing: `PostgreSQL with pgvector cannot be had: ${why}` };
  }
}

async function make(root: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const work = path.join(cache, `making-${randomUUID()}`);
  try {
    const include = `--include=${packages.join(",")}`;
    const mirror = "http://deb.debian.org/debian";
    await run("mmdebstrap", ["--quiet", "--mode=root", "--variant=extract", include, release, work, mirror], {
      timeout: 300_000,
    });
    // Nothing is installed, only unpacked: what the packages' own programs would have made.
    for (const folder of ["bin", "lib", "lib64", "sbin"]) {
      await symlink(path.join("usr", folder), path.join(work, folder)).catch(() => {});
    }
    await mkdir(path.join(work, "etc"), { recursive: true });
    await mkdir(path.join(work, "srv"), { recursive: true });
    await writeFile(path.join(work, "etc", "passwd"), `postgres:x:${nobody}:${nobody}::/:/bin/sh\n`);
    await writeFile(path.join(work, "etc", "group"), `postgres:x:${nobody}:\n`);
    for (const unused of ["doc", "man", "perl", "locale"]) {
      await rm(path.join(work, "usr", "share", unused), { recursive: true, force: true });
    }
    // Two runs may do this at once: whoever is first wins, both have the same.
    await rename(work, root).catch((error: unknown) => {
      if (!existsSync(root)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
