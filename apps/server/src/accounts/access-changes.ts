import type { Database, Sql } from "@khoj/db";
import type { Actor } from "../platform/actor.ts";
import type { LiveConnections } from "../platform/live-connections.ts";

/**
 * What changed about who may do what. `ended`: connections of those meant are cut, on every node; `changed`: only what
 * nodes remember of them is forgotten. Of a space, everybody is meant who may read it; an ended one is no more.
 */
export interface AccessChange {
  readonly what: "ended" | "changed";
  readonly of: "person" | "credential" | "space";
  readonly id: string;
}

const channel = "khoj_access";

/** Tells every node, this one included, once the transaction commits. */
export async function announce(sql: Sql, change: AccessChange): Promise<void> {
  await sql.query("SELECT pg_notify($1, $2)", [channel, `${change.what} ${change.of} ${change.id}`]);
}

/**
 * Does `work` in a transaction that sees the content of `spaces` (none unless told) and tells every node; this one has
 * heard of it when the promise resolves.
 */
export type ChangeAccess = <Result>(
  change: AccessChange,
  work: (sql: Sql) => Promise<Result>,
  spaces?: readonly string[],
) => Promise<Result>;

/** The same for work that finds out only by doing whom it concerns; it calls `tell` for each of them. */
export type ChangeMany = <Result>(
  work: (sql: Sql, tell: (change: AccessChange) => Promise<void>) => Promise<Result>,
  spaces?: readonly string[],
) => Promise<Result>;

/** For a program that answers nobody itself, such as the command line: the nodes that run are told. */
export const changeFromOutside =
  (database: Database): ChangeMany =>
  (work, spaces = []) =>
    database.inSpaces(spaces, (sql) => work(sql, (change) => announce(sql, change)));

export interface Remembered {
  forget(isMeant: (actor: Actor) => boolean): void;
  forgetAll(): void;
}

export interface FollowedAccess {
  readonly change: ChangeAccess;
  readonly changeMany: ChangeMany;
  /** Calls `listener` with the id of each space that is no more. */
  onSpaceGone(listener: (spaceId: string) => void): void;
  stop(): Promise<void>;
}

/** Listens for changes of all nodes, and makes them take effect on what this one remembers and is answering. */
export async function followAccess(
  database: Database,
  remembered: Remembered,
  live: LiveConnections,
): Promise<FollowedAccess> {
  const listeners: ((spaceId: string) => void)[] = [];
  const apply = (access: AccessChange): void => {
    const isMeant = whoIsMeant(access);
    remembered.forget(isMeant);
    if (access.what !== "ended") return;
    live.endOf(isMeant);
    if (access.of === "space") for (const listener of listeners) listener(access.id);
  };
  const { stop } = await database.listen(channel, {
    heard: (message) => {
      const access = readMessage(message);
      if (access !== undefined) apply(access);
    },
    // Whatever was announced meanwhile is unknown: everybody shows their credential again.
    gap: () => {
      remembered.forgetAll();
      live.endOf(({ via }) => via !== "anonymous");
    },
  });
  const changeMany: ChangeMany = async (work, spaces = []) => {
    const told: AccessChange[] = [];
    const result = await database.inSpaces(spaces, (sql) =>
      work(sql, async (change) => {
        told.push(change);
        await announce(sql, change);
      }),
    );
    for (const one of told) apply(one);
    return result;
  };
  const change: ChangeAccess = (access, work, spaces) =>
    changeMany(async (sql, tell) => {
      const done = await work(sql);
      await tell(access);
      return done;
    }, spaces);
  return { change, changeMany, onSpaceGone: (listener) => void listeners.push(listener), stop };
}

function whoIsMeant({ of, id }: AccessChange): (actor: Actor) => boolean {
  if (of === "person") return ({ personId }) => personId === id;
  if (of === "credential") return ({ credentialId }) => credentialId === id;
  return ({ spaces }) => spaces.some((space) => space.id === id);
}

function readMessage(message: string): AccessChange | undefined {
  const [what, of, id = ""] = message.split(" ");
  if (what !== "ended" && what !== "changed") return undefined;
  if (of !== "person" && of !== "credential" && of !== "space") return undefined;
  return { what, of, id };
}
