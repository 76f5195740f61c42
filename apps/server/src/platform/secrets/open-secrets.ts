import { randomBytes } from "node:crypto";
import { KhojError } from "@khoj/contract";
import type { Database, Sql } from "@khoj/db";
import { type InstanceKey, type KeyPlace, readInstanceKey } from "./instance-key.ts";
import { seal, unseal } from "./seal.ts";
import {
  type DataKeyRow,
  deleteSecret,
  insertDataKey,
  lockRotation,
  type SecretRow,
  selectFingerprint,
  selectSealingKey,
  selectSecret,
  settleFingerprint,
  upsertSecret,
} from "./secret-store.ts";
import type { Secrets } from "./secrets.ts";

export interface SecretsDeps extends KeyPlace {
  readonly database: Database;
}

/**
 * Secrets of this instance. Its key seals data keys, which lie in the database; the newest of them seals secrets, each
 * bound to its name and to the data key. Nothing is remembered between calls: what another node rotated is found by id.
 */
export async function openSecrets(deps: SecretsDeps): Promise<Secrets> {
  const { database } = deps;
  const key = await openInstanceKey(deps);
  return {
    fingerprint: key.fingerprint,
    place: key.place,
    put: async (sql, name, text) => {
      const { id, sealed } = await getSealingKey(sql);
      const opened = await saidOfRotation(
        () => selectFingerprint(sql),
        key,
        () => openDataKey(key, id, sealed),
      );
      await upsertSecret(sql, name, id, seal(opened, boundTo(name, id), Buffer.from(text)));
    },
    read: async (name, sql) => {
      const row = await selectSecret(sql?.query ?? database.statement, name);
      const now = () => (sql ? selectFingerprint(sql) : database.transaction(selectFingerprint));
      return row && saidOfRotation(now, key, () => openSecret(key, row).toString());
    },
    remove: deleteSecret,
    mac: key.mac,
  };
}

async function getSealingKey(sql: Sql): Promise<DataKeyRow> {
  const found = await selectSealingKey(sql);
  if (found === undefined) throw new KhojError("conflict", "no key seals secrets now; restart the server to make one");
  return found;
}

/** A server that runs on while another one's key is put in place can open nothing: its restart is the cure. */
async function saidOfRotation<Result>(
  readFingerprint: () => Promise<string | undefined>,
  key: InstanceKey,
  open: () => Result,
): Promise<Result> {
  try {
    return open();
  } catch (error) {
    const now = await readFingerprint();
    if (now === key.fingerprint) throw error;
    throw staleKey(key.fingerprint, now, error);
  }
}

const staleKey = (had: string, now: string | undefined, cause: unknown): KhojError =>
  new KhojError(
    "not_configured",
    `the secret key of this instance was changed from ${had} to ${now} while this server ran; restart it with that key`,
    { cause },
  );

/** The key of this instance, once the database agrees that it is the one. */
export async function openInstanceKey({ database, ...place }: SecretsDeps): Promise<InstanceKey> {
  const key = await readInstanceKey(place, await database.transaction(selectFingerprint));
  const settled = await database.transaction((sql) => firstKeys(sql, key));
  return settled === key.fingerprint ? key : readInstanceKey(place, settled);
}

/** Settles whose database this is, and makes its first data key. */
async function firstKeys(sql: Sql, key: InstanceKey): Promise<string> {
  const settled = await settleFingerprint(sql, key.fingerprint);
  if (settled !== key.fingerprint) return settled;
  await lockRotation(sql);
  if ((await selectSealingKey(sql)) === undefined) await addDataKey(sql, key);
  return settled;
}

/** A secret of one name cannot be put in the place of another, nor under another data key. */
export const boundTo = (name: string, keyId: string): string => `khoj secret\n${keyId}\n${name}`;
const dataKeyBound = (id: string): string => `khoj data key\n${id}`;

/** Under the key that seals data keys, which two data keys may share for a moment while it is rotated. */
export function sealDataKey(key: Pick<InstanceKey, "sealing">, id: string, opened: Uint8Array): Buffer {
  return seal(key.sealing, dataKeyBound(id), opened);
}

export function openDataKey(key: Pick<InstanceKey, "sealing">, id: string, sealed: Buffer): Buffer {
  return opening(`the data key ${id}`, () => unseal(key.sealing, dataKeyBound(id), sealed));
}

export function openSecret(key: Pick<InstanceKey, "sealing">, row: SecretRow): Buffer {
  const dataKey = openDataKey(key, row.key_id, row.data_key);
  return opening(`the secret ${row.name}`, () => unseal(dataKey, boundTo(row.name, row.key_id), row.sealed));
}

export async function addDataKey(sql: Sql, key: Pick<InstanceKey, "sealing">): Promise<DataKeyRow> {
  const id = `dk-${randomBytes(8).toString("hex")}`;
  const row = { id, sealed: sealDataKey(key, id, randomBytes(32)) };
  await insertDataKey(sql, row);
  return row;
}

function opening(what: string, open: () => Buffer): Buffer {
  try {
    return open();
  } catch (error) {
    throw altered(what, error);
  }
}

const altered = (what: string, cause: unknown): KhojError =>
  new KhojError(
    "internal",
    `${what} in the database was changed by somebody else than Khoj, or belongs elsewhere; set it anew, and find out who can write there`,
    { cause },
  );
