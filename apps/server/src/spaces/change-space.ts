import { badRequest, type Space } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { v7 as newId } from "uuid";
import { eraseSpaces } from "../accounts/index.ts";
import type { WhoAsks } from "../platform/actor.ts";
import type { SpacesDeps } from "./open-spaces.ts";
import { refuseTooMany } from "./refuse-too-many.ts";
import { requireOwned } from "./require-owned.ts";
import { toWire } from "./show-spaces.ts";
import { insertSharedSpace, selectMembers, selectSpaces, updateSpaceName } from "./space-store.ts";

/** A new space to share; who makes it owns it, and is alone in it at first. */
export async function makeSpace(deps: SpacesDeps, { actor, from }: WhoAsks, name: string): Promise<Space> {
  const id = newId();
  return deps.accounts.change({ what: "changed", of: "person", id: actor.personId }, async (sql) => {
    await refuseTooMany(sql, { id: actor.personId, email: actor.email });
    await insertSharedSpace(sql, { id, name: name.trim(), ownerId: actor.personId });
    await deps.events.record({ kind: "space.made", outcome: "done", actor, from, target: { kind: "space", id } }, sql);
    const [made] = await selectSpaces(sql, actor.personId, [id]);
    if (made === undefined) throw new Error("The space that was just made is not there");
    return toWire(made, 0);
  });
}

export async function renameSpace(
  { database, events }: SpacesDeps,
  { actor, from }: WhoAsks,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<void> {
  await database.transaction(async (sql) => {
    await requireOwned(sql, actor, id);
    await updateSpaceName(sql, id, name.trim());
    await events.record({ kind: "space.renamed", outcome: "done", actor, from, target: { kind: "space", id } }, sql);
  });
}

/** Takes the space and every note in it away, for all its members at once. */
export async function removeSpace(deps: SpacesDeps, { actor, from }: WhoAsks, id: string): Promise<void> {
  const erase = async (sql: Sql): Promise<void> => {
    const space = await requireOwned(sql, actor, id);
    if (space.kind === "personal")
      throw badRequest(
        "Your own space stays as long as your account; delete files in it, or the account under Settings",
      );
    const facts = { members: (await selectMembers(sql, id)).length };
    await eraseSpaces(sql, [id]);
    await deps.events.record(
      { kind: "space.deleted", outcome: "done", actor, from, target: { kind: "space", id }, facts },
      sql,
    );
  };
  await deps.accounts.change({ what: "ended", of: "space", id }, erase, [id]);
}
