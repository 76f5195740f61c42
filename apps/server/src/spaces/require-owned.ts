import { forbidden, notFound } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import type { Actor } from "../platform/actor.ts";
import { lockSpace, type StoredSpace } from "./space-store.ts";

/**
 * The space, held until the transaction ends, if the actor owns it now: what a moment ago was read does not count. To
 * who may not read it, it is not there.
 */
export async function requireOwned(sql: Sql, actor: Actor, spaceId: string): Promise<StoredSpace> {
  const space = await lockSpace(sql, spaceId, actor.personId);
  if (space === undefined || !actor.spaces.some(({ id }) => id === spaceId)) throw notFound("space", spaceId);
  if (space.role !== "owner") throw forbidden(`Only an owner of ${JSON.stringify(space.name)} may do this; ask one`);
  return space;
}
