import { badRequest, conflict, forbidden, notFound } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { normaliseEmail, type Person, selectPerson, selectPersonByEmail } from "../accounts/index.ts";
import type { WhoAsks } from "../platform/actor.ts";
import type { SpacesDeps } from "./open-spaces.ts";
import { refuseTooMany } from "./refuse-too-many.ts";
import { requireOwned } from "./require-owned.ts";
import {
  deleteMember,
  lockSpace,
  type Member,
  type SpaceRole,
  selectMembers,
  settleOwner,
  upsertMember,
} from "./space-store.ts";

interface MemberChange {
  readonly spaceId: string;
  /** An id or a mail address. */
  readonly who: string;
}

const rank = ["reader", "editor", "owner"];

/**
 * Takes somebody in, or gives them another role, at once. What they are doing just now ends only where they lose
 * something by it: nobody is cut off by being let in somewhere.
 */
export async function changeMember(
  deps: SpacesDeps,
  { actor, from }: WhoAsks,
  { spaceId, who, role }: MemberChange & { readonly role: SpaceRole },
): Promise<void> {
  const person = await deps.database.transaction((sql) => findActive(sql, who));
  await deps.accounts.changeMany(async (sql, tell) => {
    const space = await requireOwned(sql, actor, spaceId);
    if (space.kind === "personal")
      throw badRequest("A personal space has one member: its person. Make a space to share");
    const members = await selectMembers(sql, spaceId);
    if (role !== "owner") refuseLastOwner(members, person.id);
    const before = members.find(({ id }) => id === person.id)?.role;
    const isLess = before !== undefined && rank.indexOf(role) < rank.indexOf(before);
    if (before === undefined) await refuseTooMany(sql, person);
    await upsertMember(sql, spaceId, person.id, role);
    await tell({ what: isLess ? "ended" : "changed", of: "person", id: person.id });
    await settleOwner(sql, spaceId);
    await record(deps, sql, { actor, from }, "space.member-set", spaceId, { member: person.email, role });
  });
}

/** Takes somebody out; oneself anybody may take out. All of the space is gone for them at once. */
export async function removeMember(
  deps: SpacesDeps,
  { actor, from }: WhoAsks,
  { spaceId, who }: MemberChange,
): Promise<void> {
  const space = await deps.database.transaction((sql) => lockSpace(sql, spaceId, actor.personId));
  if (space === undefined || !actor.spaces.some(({ id }) => id === spaceId)) throw notFound("space", spaceId);
  const members = await deps.database.transaction((sql) => selectMembers(sql, spaceId));
  const member = members.find(({ id, email }) => id === who || email === normaliseEmail(who));
  if (member === undefined) throw notFound("member", who);
  await deps.accounts.change({ what: "ended", of: "person", id: member.id }, async (sql) => {
    const own = member.id === actor.personId;
    const held = own ? await lockSpace(sql, spaceId, actor.personId) : await requireOwned(sql, actor, spaceId);
    if (held?.kind === "personal") throw forbidden("Nobody can leave their own space");
    refuseLastOwner(await selectMembers(sql, spaceId), member.id);
    await deleteMember(sql, spaceId, member.id);
    await settleOwner(sql, spaceId);
    await record(deps, sql, { actor, from }, own ? "space.left" : "space.member-removed", spaceId, {
      member: member.email,
    });
  });
}

async function findActive(sql: Sql, who: string): Promise<Person> {
  const email = normaliseEmail(who);
  const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(who);
  const byEmail = async () => (email === undefined ? undefined : selectPersonByEmail(sql, email));
  const person = isId ? await selectPerson(sql, who) : await byEmail();
  if (person?.state !== "active") throw notFound("person", who);
  return person;
}

function refuseLastOwner(members: readonly Member[], personId: string): void {
  const owners = members.filter(({ role }) => role === "owner");
  if (owners.length === 1 && owners[0]?.id === personId)
    throw conflict("A space needs an owner: make somebody else one first, or delete the space");
}

const record = (
  { events }: SpacesDeps,
  sql: Sql,
  { actor, from }: WhoAsks,
  kind: string,
  spaceId: string,
  facts: Readonly<Record<string, string>>,
): Promise<void> =>
  events.record({ kind, outcome: "done", actor, from, target: { kind: "space", id: spaceId }, facts }, sql);
