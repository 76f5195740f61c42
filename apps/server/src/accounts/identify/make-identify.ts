import type { Database } from "@khoj/db";
import type { Credentials, Identify, Identity } from "../../platform/http/pipeline.ts";
import { readCookie } from "../sessions/cookie.ts";
import { readSession } from "../sessions/read-session.ts";
import type { ActorCache } from "./actor-cache.ts";

export interface IdentifyDeps {
  readonly database: Database;
  readonly cache: ActorCache;
  readonly instance: string;
}

/** The one pipeline: a session's cookie, else a bearer key, else a client application (wire.md §0.5), else nobody. */
export const makeIdentify =
  (deps: IdentifyDeps): Identify =>
  async (shown): Promise<Identity> => {
    const token = readCookie(shown.headers.cookie, "session", deps.instance, shown.scheme);
    if (token === undefined) return {};
    return identifySession(deps, token, shown);
  };

/** As long as it is remembered a credential is known by itself, so that it need not be hashed each time. */
const identifySession = (
  { cache, database }: IdentifyDeps,
  token: string,
  shown: Credentials,
): Identity | Promise<Identity> => cache.get(`session ${token}`, () => readSession(database, token, shown));
