import type { AdminModel } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { placeOf } from "../providers/open-provider.ts";
import { listChatModels, type ProvidedModelRow } from "./chat-model-store.ts";

/** All chat models as those who manage them see them, in the order in which they are tried. */
export async function listAdminModels(database: Database): Promise<AdminModel[]> {
  const rows = await database.transaction(listChatModels);
  const first = rows.find(({ is_enabled }) => is_enabled)?.id;
  return rows.map((row) => describe(row, row.id === first));
}

const describe = (row: ProvidedModelRow, is_default: boolean): AdminModel => {
  const { base_url, is_enabled: enabled, ...rest } = row;
  return { ...rest, sends_to: placeOf(row) ?? null, enabled, is_default };
};
