import { badRequest, type EmbeddingChange } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import type { Secrets } from "../../platform/secrets/secrets.ts";
import { requireAddress } from "../require-address.ts";
import { type EmbeddingSetting, keyName } from "./embedding-choice.ts";

/** What of a change is about the endpoint: its address and its key. Where neither is, the setting stays as it is. */
export async function changeEndpoint(
  secrets: Secrets,
  sql: Sql,
  before: EmbeddingSetting,
  { base_url, key }: Pick<EmbeddingChange, "base_url" | "key">,
): Promise<EmbeddingSetting> {
  if (base_url === null) {
    await secrets.remove(sql, keyName);
    const { address: _, addressBy: __, endpoint: ___, ...rest } = before;
    return rest;
  }
  const address = base_url === undefined ? before.address : requireAddress(base_url);
  if (address === undefined) {
    if (key) throw badRequest("A key belongs to an address; give the endpoint's address as well");
    return before;
  }
  const isKnown = before.address !== undefined && new URL(before.address).origin === new URL(address).origin;
  if (!isKnown && key === undefined && (await secrets.read(keyName, sql)) !== undefined)
    throw badRequest("The key is that of the address before; give the key for the new address, or null for none");
  if (key) await secrets.put(sql, keyName, key);
  if (key === null) await secrets.remove(sql, keyName);
  if (address === before.address) return before;
  // The models of another address have other names.
  const { endpoint, ...rest } = before;
  return { ...rest, ...(isKnown && endpoint !== undefined && { endpoint }), address, addressBy: "panel" };
}
