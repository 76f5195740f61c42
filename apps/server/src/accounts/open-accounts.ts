import { randomBytes } from "node:crypto";
import type { Database, Sql } from "@khoj/db";
import { z } from "zod";
import type { Events } from "../audit/index.ts";
import type { Actor } from "../platform/actor.ts";
import type { Identify } from "../platform/http/pipeline.ts";
import type { LiveConnections } from "../platform/live-connections.ts";
import type { Logger } from "../platform/log.ts";
import { type ChangeAccess, type ChangeMany, type FollowedAccess, followAccess } from "./access-changes.ts";
import { ActorCache } from "./identify/actor-cache.ts";
import { makeIdentify } from "./identify/make-identify.ts";
import { readSetting, settleSetting } from "./instance-store.ts";
import type { Environment } from "./keys/key.ts";
import { type Keys, openKeys } from "./keys/open-keys.ts";
import type { KeyMailer } from "./keys/tell-of-key.ts";
import { ensureAnonymousPerson, identifyAnonymous } from "./people/ensure-anonymous-person.ts";
import {
  countAdministrators,
  readName,
  readPreference,
  selectFirstHome,
  upsertPreference,
} from "./people/person-store.ts";
import { renamePerson } from "./people/rename-person.ts";
import { type SessionTimes, usualTimes } from "./sessions/open-session.ts";
import { sweepSessions } from "./sessions/sweep-sessions.ts";

export interface AccountsDeps {
  readonly database: Database;
  readonly live: LiveConnections;
  readonly anonymous: boolean;
  readonly events: Events;
  readonly environment: Environment;
  readonly log: Logger;
  readonly mailer: KeyMailer | undefined;
}

export interface Accounts {
  /** Who a request comes from; the one way an Actor comes to be. */
  readonly identify: Identify;
  /** Names this instance in cookies, so that two on one host do not sign each other out. */
  readonly instance: string;
  /** The space of folders named at the start: the person of anonymous mode's, or the first administrator's. */
  readonly firstHome: string;
  /** Makes a change of who may do what, on every node at once. */
  readonly change: ChangeAccess;
  readonly changeMany: ChangeMany;
  /** Tells, on every node, of each space that is no more. */
  readonly onSpaceGone: FollowedAccess["onSpaceGone"];
  readonly keys: Omit<Keys, "identify" | "start" | "stop">;
  /** Within a transaction, give its `sql`: waiting there for another connection could wait for oneself. */
  sessionTimes(sql?: Sql): Promise<SessionTimes>;
  /** The name a person gave themselves. */
  name(actor: Actor): Promise<string | undefined>;
  rename(actor: Actor, name: string): Promise<void>;
  /** Whether chat may remember facts about the person; yes until they say no. */
  wantsMemory(actor: Actor): Promise<boolean>;
  setWantsMemory(actor: Actor, wanted: boolean): Promise<void>;
  /** What a person prefers, by name; what it means is known by who keeps it. */
  preference(actor: Actor, name: string): Promise<unknown>;
  setPreference(actor: Actor, name: string, value: unknown): Promise<void>;
  /** Begins to clear away sessions that are over, and to look for keys that end soon. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * In anonymous mode every request is the one person's, whatever key it carries (upstream's clients send empty, wrong and
 * `nil` ones); a client application, named by `client_id`, is somebody else, and unknown here. Otherwise people sign in.
 */
export async function openAccounts(deps: AccountsDeps): Promise<Accounts> {
  const { database, live, anonymous } = deps;
  const unclaimed = anonymous || (await database.transaction(countAdministrators)) === 0;
  const person = unclaimed ? await ensureAnonymousPerson(database) : undefined;
  const instance = await database.transaction((sql) =>
    settleSetting(sql, "instance", () => randomBytes(4).toString("hex")),
  );
  // The one person of anonymous mode shows nothing that could expire.
  const cache = new ActorCache(anonymous ? Number.POSITIVE_INFINITY : undefined);
  const { change, changeMany, onSpaceGone, stop } = await followAccess(database, cache, live);
  const sweep = sweepSessions(database);
  const keys = openKeys({ ...deps, changeMany, cache });
  return {
    identify:
      anonymous && person
        ? async ({ query }) =>
            query.client_id ? {} : cache.get("anonymous", () => identifyAnonymous(database, person))
        : makeIdentify({ ...deps, cache, keys, instance: z.string().parse(instance) }),
    instance: z.string().parse(instance),
    firstHome: person?.home ?? (await database.transaction(selectFirstHome)) ?? "",
    change,
    changeMany,
    onSpaceGone,
    keys,
    sessionTimes: async (given) => {
      const read = (sql: Sql) => readSetting(sql, "session_times");
      return Times.parse(await (given ? read(given) : database.transaction(read)));
    },
    name: (actor) => database.transaction((sql) => readName(sql, actor.personId)),
    rename: (actor, name) => renamePerson(database, actor, name),
    wantsMemory: async (actor) => {
      const kept = await database.transaction((sql) => readPreference(sql, actor.personId, "memory"));
      return z.boolean().catch(true).parse(kept);
    },
    setWantsMemory: (actor, wanted) =>
      database.transaction((sql) => upsertPreference(sql, actor.personId, "memory", wanted)),
    preference: (actor, name) => database.transaction((sql) => readPreference(sql, actor.personId, name)),
    setPreference: (actor, name, value) =>
      database.transaction((sql) => upsertPreference(sql, actor.personId, name, value)),
    start: async () => {
      await sweep.start();
      if (!anonymous) keys.start();
    },
    stop: async () => {
      sweep.stop();
      await keys.stop();
      await stop();
    },
  };
}

const Times = z
  .object({ idle: z.int().positive(), absolute: z.int().positive(), elevation: z.int().positive() })
  .catch(usualTimes);
