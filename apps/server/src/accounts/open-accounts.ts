import type { Database } from "@khoj/db";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import type { Identify } from "../platform/http/pipeline.ts";
import { ensureAnonymousPerson } from "./ensure-anonymous-person.ts";
import { renamePerson } from "./rename-person.ts";
import { readName, readPreference, upsertPreference } from "./store.ts";

export interface Accounts {
  /** Who a request comes from; the one way an Actor comes to be. */
  readonly identify: Identify;
  /** The name a person gave themselves. */
  name(actor: Actor): Promise<string | undefined>;
  rename(actor: Actor, name: string): Promise<void>;
  /** Whether chat may remember facts about the person; yes until they say no. */
  wantsMemory(actor: Actor): Promise<boolean>;
  setWantsMemory(actor: Actor, wanted: boolean): Promise<void>;
}

/**
 * Anonymous mode: every request is the one person's, whatever key it carries (upstream's clients send empty, wrong and
 * `nil` ones). A client application, named by `client_id`, is somebody else, and unknown here.
 */
export async function openAccounts(database: Database): Promise<Accounts> {
  const person = await ensureAnonymousPerson(database);
  return {
    identify: async ({ query }) => (query.client_id ? undefined : person),
    name: (actor) => database.transaction((sql) => readName(sql, actor.personId)),
    rename: (actor, name) => renamePerson(database, actor, name),
    wantsMemory: async (actor) => {
      const kept = await database.transaction((sql) => readPreference(sql, actor.personId, "memory"));
      return z.boolean().catch(true).parse(kept);
    },
    setWantsMemory: (actor, wanted) =>
      database.transaction((sql) => upsertPreference(sql, actor.personId, "memory", wanted)),
  };
}
