import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { KhojError } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { deriveKeys } from "./derive-keys.ts";
import {
  finishRotation,
  type InstanceKey,
  type KeyPlace,
  keyFile,
  nextKeyFile,
  readKeyFile,
  refuseWeakKey,
  setAside,
  writeKeyFile,
} from "./instance-key.ts";
import { addDataKey, openDataKey, type SecretsDeps, sealDataKey } from "./open-secrets.ts";
import {
  deleteAllSecrets,
  lockRotation,
  retireOtherKeys,
  selectFingerprint,
  selectKeysInUse,
  updateDataKey,
  updateFingerprint,
} from "./secret-store.ts";

export interface Replaced {
  readonly from: string;
  readonly to: string;
  readonly place: InstanceKey["place"];
  /** Where the old key is kept for copies of the database that were made before; undefined when it was no file. */
  readonly kept: string | undefined;
}

export interface Forgotten extends Replaced {
  readonly forgotten: readonly string[];
}

/**
 * Puts another instance key in the place of the one in use, while no server runs: `KHOJ_DJANGO_SECRET_KEY` where it is
 * set, else a new secret.key. The database changes in one transaction; the file follows it, now or at the next start.
 */
export async function replaceInstanceKey(deps: SecretsDeps, oldKey: string | undefined): Promise<Replaced> {
  const from = await getFingerprint(deps);
  const old = await findOldKey(deps, from, oldKey);
  const { key } = await putInPlace(deps, async (sql, to) => {
    for (const { id, sealed } of await selectKeysInUse(sql)) {
      await updateDataKey(sql, { id, sealed: sealDataKey(to, id, openDataKey(old, id, sealed)) });
    }
  });
  return { from, to: key.fingerprint, place: key.place, kept: await install(deps, key) };
}

/** Gives up everything sealed, where the key is lost for good: names of what must be set anew. */
export async function forgetSecrets(deps: SecretsDeps): Promise<Forgotten> {
  const from = await getFingerprint(deps);
  const { key, result } = await putInPlace(deps, async (sql, to) => {
    await selectKeysInUse(sql);
    const forgotten = await deleteAllSecrets(sql);
    const { id } = await addDataKey(sql, to);
    await retireOtherKeys(sql, id);
    return forgotten;
  });
  return { from, to: key.fingerprint, place: key.place, kept: await install(deps, key), forgotten: result };
}

async function install({ dataDirectory }: KeyPlace, { place, fingerprint }: InstanceKey): Promise<string | undefined> {
  const aside = await setAside(dataDirectory);
  if (place === "file") await finishRotation(dataDirectory, fingerprint);
  return aside;
}

async function getFingerprint({ database, dataDirectory }: SecretsDeps): Promise<string> {
  const known = await database.transaction(selectFingerprint);
  if (known === undefined) throw new KhojError("not_found", "this database has no secret key yet; start the server");
  await finishRotation(dataDirectory, known);
  return known;
}

async function findOldKey(place: KeyPlace, expected: string, given: string | undefined) {
  const named = place.secretKey;
  if (named !== undefined && deriveKeys(named).fingerprint === expected)
    throw new KhojError(
      "conflict",
      "KHOJ_DJANGO_SECRET_KEY is the key in use: set it to the new one, and name a file with the old one by --old-key-file",
    );
  for (const candidate of [given, await readKeyFile(keyFile(place.dataDirectory))]) {
    if (candidate !== undefined && deriveKeys(candidate).fingerprint === expected) return deriveKeys(candidate);
  }
  throw new KhojError(
    "not_configured",
    `the key in use (${expected}) is ${given === undefined ? "not here; name a file that holds it by --old-key-file" : "another than the one in --old-key-file"}`,
  );
}

async function putInPlace<Result>(deps: SecretsDeps, work: (sql: Sql, to: InstanceKey) => Promise<Result>) {
  const key = await makeNextKey(deps);
  const result = await deps.database.transaction(async (sql) => {
    await lockRotation(sql);
    const done = await work(sql, key);
    await updateFingerprint(sql, key.fingerprint);
    return done;
  });
  return { key, result };
}

async function makeNextKey({ secretKey, dataDirectory }: KeyPlace): Promise<InstanceKey> {
  if (secretKey !== undefined) {
    refuseWeakKey("KHOJ_DJANGO_SECRET_KEY", secretKey);
    return { ...deriveKeys(secretKey), place: "environment" };
  }
  const made = randomBytes(32).toString("base64url");
  await rm(nextKeyFile(dataDirectory), { force: true });
  await writeKeyFile(nextKeyFile(dataDirectory), made);
  return { ...deriveKeys(made), place: "file" };
}
