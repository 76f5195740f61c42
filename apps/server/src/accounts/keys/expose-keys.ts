import type { Logger } from "../../platform/log.ts";
import type { ExposeKeys } from "../../platform/secrets/exposed-keys.ts";
import { hashToken } from "../../platform/secrets/token.ts";
import { dayOf } from "./describe-key.ts";
import type { KeyDeps } from "./key.ts";
import { selectKeysByHash } from "./key-store.ts";
import { suspendKey } from "./suspend-key.ts";
import type { TellOfKey } from "./tell-of-key.ts";

/**
 * Suspends those keys of this instance that stood in a note or a question, where others and other programs may read them.
 * Their person resumes them when it was a slip nobody saw, and makes new ones otherwise.
 */
export const exposeKeys =
  (deps: KeyDeps, tell: TellOfKey, log: Logger): ExposeKeys =>
  async (keys, by) => {
    const exposed = await selectKeysByHash(deps.database.statement, keys.map(hashToken));
    for (const key of exposed) {
      const why = `it stood in a note or a question on ${dayOf(new Date())}, where it does not belong`;
      await suspendKey(deps, key, { why, event: { kind: "key.exposed", ...by, facts: {} } });
      log.warn({ key: key.shown }, "a key stood in a note and was suspended");
      await tell(key, `Your key ${key.name} was suspended`, textFor(key));
    }
  };

const textFor = ({ name, shown }: { name: string; shown: string }): string =>
  `The key ${name} (${shown}) stood in a note or a question that was sent to this server. The text was not taken, and the ` +
  "key was suspended. Make a new one under Settings, Keys; if nobody else can have read it, you may resume it there.";
