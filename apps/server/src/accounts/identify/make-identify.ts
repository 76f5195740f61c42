import type { Credentials, Identify, Identity } from "../../platform/http/pipeline.ts";
import { identifyClient, type ReadClientDeps } from "../clients/read-client.ts";
import type { Keys } from "../keys/open-keys.ts";
import { readCookie } from "../sessions/cookie.ts";
import { readSession } from "../sessions/read-session.ts";
import { readBearer } from "./read-bearer.ts";

export interface IdentifyDeps extends ReadClientDeps {
  readonly instance: string;
  readonly keys: Pick<Keys, "identify">;
}

/** The one pipeline: a session's cookie, else a bearer key, else a client application (wire.md §0.5), else nobody. */
export const makeIdentify =
  (deps: IdentifyDeps): Identify =>
  async (shown): Promise<Identity> => {
    const token = readCookie(shown.headers.cookie, "session", deps.instance, shown.scheme);
    const bySession = token === undefined ? {} : await identifySession(deps, token, shown);
    if (bySession.actor !== undefined) return bySession;
    const bearer = readBearer(shown.headers);
    const isClient = Boolean(shown.query.client_id);
    // An application's secret is no key that somebody guessed.
    const isKey = bearer !== undefined && (!isClient || bearer.startsWith("kk-"));
    const byKey = isKey ? await deps.keys.identify(bearer, shown) : {};
    if (byKey.actor !== undefined || !isClient) return byKey.why === undefined ? { ...bySession, ...byKey } : byKey;
    return identifyClient(deps, bearer, shown);
  };

/** As long as it is remembered a credential is known by itself, so that it need not be hashed each time. */
const identifySession = (
  { cache, database }: IdentifyDeps,
  token: string,
  shown: Credentials,
): Identity | Promise<Identity> => cache.get(`session ${token}`, () => readSession(database, token, shown));
