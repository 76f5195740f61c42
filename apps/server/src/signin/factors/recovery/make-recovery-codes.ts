import type { Sql } from "@khoj/db";
import { hashRecoveryCode, makeRecoveryCode, normaliseRecoveryCode } from "./recovery-code.ts";
import { replaceRecoveryCodes, selectRecovery } from "./recovery-store.ts";

const howMany = 10;

/** Codes to be shown once, and what is kept of them; made before a transaction begins, since hashing takes its time. */
export interface FreshCodes {
  readonly codes: readonly string[];
  readonly hashes: readonly Buffer[];
}

export async function makeFreshCodes(personId: string): Promise<FreshCodes> {
  const codes = Array.from({ length: howMany }, makeRecoveryCode);
  const hashes: Buffer[] = [];
  for (const code of codes) hashes.push(await hashRecoveryCode(personId, normaliseRecoveryCode(code) ?? code));
  return { codes, hashes };
}

/** Gives a person who has a factor now the codes for when it is lost, unless they saved some that are left. */
export async function giveCodesOnce(sql: Sql, personId: string, fresh: FreshCodes): Promise<readonly string[]> {
  const { left, saved } = await selectRecovery(sql, personId);
  if (saved && left > 0) return [];
  await replaceRecoveryCodes(sql, personId, fresh.hashes);
  return fresh.codes;
}
