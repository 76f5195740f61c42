import type { StatusPart } from "@khoj/contract";
import type { Credentials, Identity } from "../../platform/http/pipeline.ts";
import type { Route } from "../../platform/http/route.ts";
import type { Logger } from "../../platform/log.ts";
import type { ExposeKeys } from "../../platform/secrets/exposed-keys.ts";
import type { ActorCache } from "../identify/actor-cache.ts";
import { describeKey } from "./describe-key.ts";
import { exposeKeys } from "./expose-keys.ts";
import { forgetOldHabits } from "./habits/habit-store.ts";
import { KeyWatch } from "./habits/key-watch.ts";
import type { Key, KeyDeps } from "./key.ts";
import { keyRoutes } from "./key-routes.ts";
import { selectKeysToMind } from "./key-store.ts";
import { identifyKey } from "./read-key.ts";
import { remindOfExpiry } from "./remind-of-expiry.ts";
import { type KeyMailer, tellByMail } from "./tell-of-key.ts";
import { tokenRoutes } from "./token-routes.ts";

export interface KeysOptions extends KeyDeps {
  readonly cache: ActorCache;
  readonly log: Logger;
  readonly mailer: KeyMailer | undefined;
}

/** Keys of programs: who they are, what watches over them, and their routes. */
export interface Keys {
  identify(key: string, shown: Credentials): Identity | Promise<Identity>;
  readonly expose: ExposeKeys;
  readonly routes: readonly Route[];
  status(): Promise<Omit<StatusPart, "name">>;
  /** Looks each hour for keys that end soon. */
  start(): void;
  stop(): Promise<void>;
}

const everyHour = 3_600_000;

export function openKeys(options: KeysOptions): Keys {
  const { database, log } = options;
  const tell = tellByMail(options.mailer, log);
  const watch = new KeyWatch({ ...options, tell });
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const mind = () => {
    running = remindOfExpiry(options, tell)
      .then(() => forgetOldHabits(database.statement))
      .catch((error: unknown) => log.warn({ error }, "could not look for keys that end soon"));
  };
  return {
    identify: (key, shown) => identifyKey({ ...options, watch }, key, shown),
    expose: exposeKeys(options, tell, log),
    routes: [...keyRoutes(options), ...tokenRoutes(options)],
    status: async () => describe(await selectKeysToMind(database.statement)),
    start() {
      mind();
      timer = setInterval(mind, everyHour).unref();
    },
    async stop() {
      clearInterval(timer);
      await running;
      await watch.stop();
    },
  };
}

function describe(keys: readonly Key[]): Omit<StatusPart, "name"> {
  const lines = keys.map((key) => {
    const { state, reason } = describeKey(key);
    const which = `The key ${key.name} (${key.shown}) of ${key.email}`;
    if (key.canary)
      return `${which} is a canary, and was tried from ${key.used_from ?? "somewhere"} on ${key.used_at?.toISOString()}: who has it read the place it lay in`;
    return state === "suspended" ? `${which} is suspended: ${reason}` : `${which} ${reason}`;
  });
  return { facts: { "keys to look after": keys.length }, warnings: lines };
}
