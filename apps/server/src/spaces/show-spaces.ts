import { notFound, type Space, type SpaceMembers } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import type { SpacesDeps } from "./open-spaces.ts";
import { countDocuments, type ListedSpace, selectMembers, selectSpaces } from "./space-store.ts";

/** The spaces the actor may read, with how many notes are in each. */
export async function listSpaces({ database }: SpacesDeps, actor: Actor): Promise<{ spaces: Space[] }> {
  const ids = actor.spaces.map(({ id }) => id);
  return database.inSpaces(ids, async (sql) => {
    const spaces = await selectSpaces(sql, actor.personId, ids);
    const documents = await countDocuments(sql, ids);
    return { spaces: spaces.map((space) => toWire(space, documents.get(space.id) ?? 0)) };
  });
}

export const toWire = ({ made_at, ...space }: ListedSpace, documents: number): Space => ({
  ...space,
  documents,
  made_at: made_at.toISOString(),
});

export async function listMembers({ database }: SpacesDeps, actor: Actor, spaceId: string): Promise<SpaceMembers> {
  if (!actor.spaces.some(({ id }) => id === spaceId)) throw notFound("space", spaceId);
  return { members: await database.transaction((sql) => selectMembers(sql, spaceId)) };
}
