import { randomBytes } from "node:crypto";
import { link, lstat, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { KhojError } from "@khoj/contract";
import { type DerivedKeys, deriveKeys } from "./derive-keys.ts";
import { whyGuessable } from "./why-guessable.ts";

/** Where the key of an instance comes from: `KHOJ_DJANGO_SECRET_KEY`, or a file in the data directory. */
export interface KeyPlace {
  readonly secretKey: string | undefined;
  readonly dataDirectory: string;
}

export interface InstanceKey extends DerivedKeys {
  readonly place: "environment" | "file";
}

export const keyFile = (dataDirectory: string): string => path.join(dataDirectory, "secret.key");
/** The key a rotation is about to put in the place of the one in use. */
export const nextKeyFile = (dataDirectory: string): string => `${keyFile(dataDirectory)}.new`;

/**
 * The key of this instance. `expected` is the fingerprint the database knows, when it knows one. Nothing is made in the
 * place of a key that is lost: what was sealed under that one could not be opened.
 */
export async function readInstanceKey(place: KeyPlace, expected: string | undefined): Promise<InstanceKey> {
  if (place.secretKey !== undefined) {
    refuseWeakKey("KHOJ_DJANGO_SECRET_KEY", place.secretKey);
    return accept({ ...deriveKeys(place.secretKey), place: "environment" }, expected);
  }
  const file = keyFile(place.dataDirectory);
  const kept = await readKeyFile(file);
  if (kept !== undefined && (expected === undefined || deriveKeys(kept).fingerprint === expected))
    return { ...deriveKeys(kept), place: "file" };
  const finished = await finishRotation(place.dataDirectory, expected);
  if (finished !== undefined) return finished;
  if (kept !== undefined) return accept({ ...deriveKeys(kept), place: "file" }, expected);
  if (expected !== undefined) throw lostKey(file, expected);
  const made = randomBytes(32).toString("base64url");
  await writeKeyFile(file, made);
  return { ...deriveKeys((await readKeyFile(file)) ?? made), place: "file" };
}

/** Puts the next key in place where the database has it already: now, or after a rotation that was cut off there. */
export async function finishRotation(
  dataDirectory: string,
  expected: string | undefined,
): Promise<InstanceKey | undefined> {
  const next = await readKeyFile(nextKeyFile(dataDirectory));
  if (next === undefined || deriveKeys(next).fingerprint !== expected) return undefined;
  await setAside(dataDirectory);
  await rename(nextKeyFile(dataDirectory), keyFile(dataDirectory));
  return { ...deriveKeys(next), place: "file" };
}

/** Keeps the key of earlier copies of the database beside the one in use; answers where. */
export async function setAside(dataDirectory: string): Promise<string | undefined> {
  const key = await readKeyFile(keyFile(dataDirectory));
  if (key === undefined) return undefined;
  const aside = `${keyFile(dataDirectory)}.${deriveKeys(key).fingerprint.slice("sha256:".length)}`;
  await rename(keyFile(dataDirectory), aside);
  return aside;
}

function accept(key: InstanceKey, expected: string | undefined): InstanceKey {
  if (expected === undefined || key.fingerprint === expected) return key;
  const named = key.place === "file" ? "secret.key in the data directory" : "KHOJ_DJANGO_SECRET_KEY";
  throw new KhojError(
    "not_configured",
    `${named} is another key (${key.fingerprint}) than the one this database was sealed with (${expected}); every server on one database needs the same: give that one, or change it with khoj secrets rotate --instance-key while no server runs`,
    { details: { expected, found: key.fingerprint } },
  );
}

const lostKey = (file: string, expected: string): KhojError =>
  new KhojError(
    "not_configured",
    `the secret key this database was sealed with (${expected}) is not here: put it at ${file}, from a copy or from another server on this database, or set KHOJ_DJANGO_SECRET_KEY to it. If it is lost for good, khoj secrets forget gives up what it sealed`,
    { details: { expected } },
  );

/** A key that can be guessed seals nothing. */
export function refuseWeakKey(named: string, key: string): void {
  const why = whyGuessable(key);
  if (why === undefined) return;
  throw new KhojError(
    "not_configured",
    `${named} can be guessed, since it ${why}; give at least 32 random characters, such as those of: openssl rand -base64 48`,
  );
}

export async function readKeyFile(file: string): Promise<string | undefined> {
  const status = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (status === undefined) return undefined;
  if (!status.isFile())
    throw new KhojError("not_configured", `${file} is no file; put the key back there, or move it away`);
  if (process.platform !== "win32" && (status.mode & 0o077) !== 0) {
    const rights = (status.mode & 0o777).toString(8);
    throw new KhojError("not_configured", `${file} can be read by others (${rights}); type: chmod 600 '${file}'`);
  }
  const key = (await readFile(file, "utf8")).trim();
  refuseWeakKey(file, key);
  return key;
}

/** Whole or not at all, also when the power goes; a key that is there already stays. */
export async function writeKeyFile(file: string, key: string): Promise<void> {
  const draft = `${file}.${process.pid}.draft`;
  await rm(draft, { force: true });
  const opened = await open(draft, "wx", 0o600);
  try {
    await opened.writeFile(`${key}\n`);
    await opened.sync();
  } finally {
    await opened.close();
  }
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(draft);
}
