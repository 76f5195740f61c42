import type { Sql } from "@khoj/db";
import { hashPassword } from "./hash-password.ts";
import { upsertPassword } from "./password-store.ts";

/** Keeps a password that was checked (`checkPassword`) as its Argon2id. */
export async function storePassword(sql: Sql, personId: string, password: string): Promise<void> {
  await upsertPassword(sql, personId, await hashPassword(password));
}
