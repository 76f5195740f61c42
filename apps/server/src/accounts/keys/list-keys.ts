import type { AdminKey } from "@khoj/contract";
import { describeKeyWithOwner } from "./describe-key.ts";
import type { KeyDeps } from "./key.ts";
import { selectKeys } from "./key-store.ts";

/** The keys of a person, or of everybody, with whose they are. */
export const listKeys = async (
  { database }: Pick<KeyDeps, "database">,
  personId: string | undefined,
): Promise<AdminKey[]> => (await selectKeys(database.statement, personId)).map(describeKeyWithOwner);
