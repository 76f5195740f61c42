import type { AdminKey } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { describeKeyWithOwner } from "./describe-key.ts";
import { countKeys, type KeyFilter, selectKeyPage } from "./key-page-store.ts";

/** A page of everybody's keys, with whose they are. */
export async function listKeyPage(
  { database }: { readonly database: Database },
  filter: KeyFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ readonly keys: AdminKey[]; readonly total: number }> {
  return database.transaction(async (sql) => ({
    keys: (await selectKeyPage(sql, filter, page)).map(describeKeyWithOwner),
    total: await countKeys(sql, filter),
  }));
}
