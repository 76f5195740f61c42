import { conflict, notFound } from "@khoj/contract";
import type { Database, Sql } from "@khoj/db";
import type { Doer } from "../doer.ts";
import { endedPerson, refuseLastAdministrator, type StandingDeps } from "./change-standing.ts";
import { erasePerson, eraseSpaces, giveSpace, lockOwnedSpaces, type OwnedSpace } from "./erase-store.ts";
import { lockAdministration, lockPerson } from "./person-store.ts";

export interface DeletionDeps extends StandingDeps {
  readonly database: Pick<Database, "transaction">;
}

/**
 * Erases somebody with all that is theirs, at once: their space, conversations, settings, keys and sessions. A shared
 * space they own goes on under another of its owners; one that only they are in goes with them. One that others are in and
 * nobody else owns refuses the deletion when it is their own doing; when somebody else deletes them, another member is
 * made its owner. What they did stays among the events, and so does that they are gone.
 */
export async function deletePerson(deps: DeletionDeps, id: string, doer: Doer): Promise<void> {
  const goes = spacesThatGo(await deps.database.transaction((sql) => lockOwnedSpaces(sql, id)));
  await deps.changeMany(async (sql, tell) => {
    await lockAdministration(sql);
    const person = await lockPerson(sql, id);
    if (person === undefined) throw notFound("person", id);
    await refuseLastAdministrator(sql, person, "deleted");
    const handsOver = doer.actor?.personId !== id;
    for (const owner of await settleSpaces(sql, id, { goes, handsOver }))
      await tell({ what: "changed", of: "person", id: owner });
    await erasePerson(sql, id);
    await tell(endedPerson(id));
    for (const space of goes) await tell({ what: "ended", of: "space", id: space });
    const facts = { spaces: goes.length };
    await deps.events.record(
      {
        ...doer,
        kind: "person.deleted",
        outcome: "done",
        account: person.email,
        target: { kind: "person", id },
        facts,
      },
      sql,
    );
  }, goes);
}

/** Returns whom spaces were given to. */
async function settleSpaces(
  sql: Sql,
  personId: string,
  { goes, handsOver }: { readonly goes: readonly string[]; readonly handsOver: boolean },
): Promise<string[]> {
  const owned = await lockOwnedSpaces(sql, personId);
  const nextOf = ({ heir, successor }: OwnedSpace) => heir ?? (handsOver ? successor : null);
  const stuck = owned.filter((space) => nextOf(space) === null && space.others > 0);
  if (stuck.length > 0) throw conflict(whyStuck(stuck));
  // The transaction sees the content of the spaces it was opened for, and erases no other.
  if (spacesThatGo(owned).join() !== goes.join())
    throw conflict("Their spaces were changed at the same moment; nothing was deleted, try again");
  const given: string[] = [];
  for (const space of owned) {
    const next = nextOf(space);
    if (next === null) continue;
    await giveSpace(sql, space.id, personId, next);
    given.push(next);
  }
  await eraseSpaces(sql, goes);
  return given;
}

const spacesThatGo = (owned: readonly OwnedSpace[]): string[] =>
  owned.filter(({ heir, others }) => heir === null && others === 0).map(({ id }) => id);

const whyStuck = (spaces: readonly OwnedSpace[]): string =>
  `Others are in ${spaces.map(({ name }) => JSON.stringify(name)).join(", ")} and nobody else owns it: make one of them an owner, or delete the space, then delete the account`;
