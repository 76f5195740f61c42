import { KhojError } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import type { InstanceKey } from "./instance-key.ts";
import { addDataKey, boundTo, openDataKey, openInstanceKey, openSecret, type SecretsDeps } from "./open-secrets.ts";
import { seal } from "./seal.ts";
import {
  lockRotation,
  resealSecret,
  retireOtherKeys,
  selectKeysInUse,
  selectSealingKey,
  selectSecretsOfOtherKeys,
} from "./secret-store.ts";

export interface Rotated {
  /** The data key that seals from now on. */
  readonly key: string;
  /** How many secrets were sealed anew. */
  readonly secrets: number;
  /** How many data keys are gone. */
  readonly retired: number;
}

const batchSize = 100;

/**
 * Seals every secret anew under a new data key and destroys the others, while servers run: a secret and its data key
 * are read by one statement, so that no reader falls between two of them. Cut off anywhere, it is done again.
 */
export async function rotateSecrets(deps: SecretsDeps): Promise<Rotated> {
  const key = await openInstanceKey(deps);
  const { id } = await deps.database.transaction(async (sql) => {
    await lockRotation(sql);
    return addDataKey(sql, key);
  });
  let secrets = 0;
  for (;;) {
    const resealed = await deps.database.transaction((sql) => resealBatch(sql, key, id, batchSize));
    secrets += resealed;
    if (resealed < batchSize) break;
  }
  return deps.database.transaction(async (sql) => {
    // From here nobody seals with an old key: who began before is waited for, and what they sealed is taken along.
    await lockRotation(sql);
    await selectKeysInUse(sql);
    secrets += await resealBatch(sql, key, id, Number.MAX_SAFE_INTEGER);
    return { key: id, secrets, retired: await retireOtherKeys(sql, id) };
  });
}

async function resealBatch(sql: Sql, key: InstanceKey, id: string, limit: number): Promise<number> {
  await lockRotation(sql);
  // Only the newest goes on: two that took turns would seal each other's work anew for ever.
  const target = await selectSealingKey(sql);
  if (target?.id !== id)
    throw new KhojError(
      "conflict",
      "another rotation began after this one and does its work; nothing is left to do here",
    );
  const dataKey = openDataKey(key, id, target.sealed);
  const rows = await selectSecretsOfOtherKeys(sql, id, limit);
  for (const row of rows) {
    await resealSecret(sql, row.name, id, seal(dataKey, boundTo(row.name, id), openSecret(key, row)));
  }
  return rows.length;
}
