import { dayOf } from "./describe-key.ts";
import { type Key, type KeyDeps, warningDays } from "./key.ts";
import { takeKeysToRemindOf } from "./key-store.ts";
import type { TellOfKey } from "./tell-of-key.ts";

/** Tells people whose keys end soon, once at each of the warning days. */
export async function remindOfExpiry({ database, events }: KeyDeps, tell: TellOfKey): Promise<void> {
  for (const days of warningDays.toSorted((one, other) => one - other)) {
    for (const key of await takeKeysToRemindOf(database.statement, days)) {
      const target = { kind: "key", id: key.id };
      const facts = { key: key.shown, expires: dayOf(key.expires_at), days };
      await events.record({
        kind: "key.expiring",
        outcome: "noticed",
        via: "server",
        account: key.email,
        target,
        facts,
      });
      await tell(key, `Your key ${key.name} expires on ${dayOf(key.expires_at)}`, textFor(key));
    }
  }
}

const textFor = (key: Key): string =>
  `The key ${key.name} (${key.shown}) expires on ${dayOf(key.expires_at)}. Programs that use it are refused from then on. ` +
  "Renew it under Settings, Keys: the new one works at once, the old one goes on for a day or as long as you say.";
