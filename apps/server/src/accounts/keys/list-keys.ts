import type { AccountKey } from "@khoj/contract";
import { describeKey } from "./describe-key.ts";
import type { KeyDeps } from "./key.ts";
import { selectKeys } from "./key-store.ts";

/** The keys of a person, or of everybody, with whose they are. */
export async function listKeys(
  { database }: Pick<KeyDeps, "database">,
  personId: string | undefined,
): Promise<(AccountKey & { readonly user: string; readonly email: string })[]> {
  const keys = await selectKeys(database.statement, personId);
  return keys.map((key) => ({ ...describeKey(key), user: key.person_id, email: key.email }));
}
