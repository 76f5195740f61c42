import type { Database, Sql } from "@khoj/db";
import type { Actor } from "../platform/actor.ts";
import type { LiveConnections } from "../platform/live-connections.ts";

/**
 * What changed about who may do what. `ended`: connections of those meant are cut, on every node; `changed`: only what
 * nodes remember of them is forgotten.
 */
export interface AccessChange {
  readonly what: "ended" | "changed";
  readonly of: "person" | "credential";
  readonly id: string;
}

const channel = "khoj_access";

/** Tells every node, this one included, once the transaction commits. */
export async function announce(sql: Sql, change: AccessChange): Promise<void> {
  await sql.query("SELECT pg_notify($1, $2)", [channel, `${change.what} ${change.of} ${change.id}`]);
}

/** Does `work` and tells every node; this one has heard of it when the promise resolves. */
export type ChangeAccess = <Result>(change: AccessChange, work: (sql: Sql) => Promise<Result>) => Promise<Result>;

export interface Remembered {
  forget(isMeant: (actor: Actor) => boolean): void;
  forgetAll(): void;
}

/** Listens for changes of all nodes, and makes them take effect on what this one remembers and is answering. */
export async function followAccess(
  database: Database,
  remembered: Remembered,
  live: LiveConnections,
): Promise<{ readonly change: ChangeAccess; stop(): Promise<void> }> {
  const apply = ({ what, of, id }: AccessChange): void => {
    const isMeant = (actor: Actor) => (of === "person" ? actor.personId : actor.credentialId) === id;
    remembered.forget(isMeant);
    if (what === "ended") live.endOf(isMeant);
  };
  const { stop } = await database.listen(channel, {
    heard: (message) => {
      const [what, of, id = ""] = message.split(" ");
      if ((what === "ended" || what === "changed") && (of === "person" || of === "credential")) apply({ what, of, id });
    },
    // Whatever was announced meanwhile is unknown: everybody shows their credential again.
    gap: () => {
      remembered.forgetAll();
      live.endOf(({ via }) => via !== "anonymous");
    },
  });
  const change: ChangeAccess = async (access, work) => {
    const result = await database.transaction(async (sql) => {
      const done = await work(sql);
      await announce(sql, access);
      return done;
    });
    apply(access);
    return result;
  };
  return { change, stop };
}
