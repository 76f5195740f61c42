import type { From } from "../../../platform/actor.ts";
import { networkOf } from "../../../platform/limits/network-of.ts";
import type { Logger } from "../../../platform/log.ts";
import { OncePerMinute } from "../../../platform/once-per-minute.ts";
import type { KeyDeps } from "../key.ts";
import { lockKey, type ShownKey } from "../key-store.ts";
import { suspendKey } from "../suspend-key.ts";
import type { TellOfKey } from "../tell-of-key.ts";
import { addHabits, raiseAlarm, type SeenOften, selectHabits } from "./habit-store.ts";
import { alarmAt, type Habit, hourOf, programOf, scoreUse, suspendAt } from "./score-use.ts";

export interface KeyUse {
  readonly address: string;
  readonly agent: string | undefined;
  readonly route: string;
}

export interface KeyWatchOptions extends KeyDeps {
  readonly log: Logger;
  /** Tells a key's person, where mail goes. */
  readonly tell: TellOfKey;
}

const pause = 1000;

/**
 * Watches what keys do. A request only counts up in memory; once a second what was counted is written down and compared
 * with the key's habits, so that an intruder is noticed within seconds and no request waits for it.
 */
export class KeyWatch {
  readonly #options: KeyWatchOptions;
  readonly #told = new OncePerMinute();
  #counted = new Map<string, Map<string, SeenOften>>();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: KeyWatchOptions) {
    this.#options = options;
  }

  note(keyId: string, { address, agent, route }: KeyUse): void {
    const counts = this.#counted.get(keyId) ?? new Map<string, SeenOften>();
    this.#counted.set(keyId, counts);
    count(counts, "network", networkOf(address));
    count(counts, "agent", programOf(agent));
    count(counts, "route", route);
    count(counts, "hour", hourOf(new Date()));
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.write();
    }, pause).unref();
  }

  /** Writes down and judges what was counted so far. */
  write(): Promise<void> {
    const counted = this.#counted;
    this.#counted = new Map();
    this.#writing = this.#writing.then(async () => {
      for (const [keyId, seen] of counted) {
        await this.#judge(keyId, [...seen.values()]).catch((error: unknown) =>
          this.#options.log.warn({ key: keyId, error }, "the habits of a key could not be kept"),
        );
      }
    });
    return this.#writing;
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.write();
  }

  /** A key that holds not: kept as an event, once a minute for each key and reason. */
  async refused(key: ShownKey, why: string, from: From): Promise<void> {
    if (!this.#told.first(`${key.id} ${why}`)) return;
    const target = { kind: "key", id: key.id };
    const facts = { why };
    const event = { kind: "key.refused", outcome: "refused" as const, via: "key", from, account: key.email, target };
    await this.#options.events.record({ ...event, facts });
  }

  /** Something that is no key here: kept as an event, once a minute for each network. */
  async guessed(from: From): Promise<void> {
    if (!this.#told.first(`unknown ${networkOf(from.address)}`)) return;
    await this.#options.events.record({ kind: "key.unknown", outcome: "refused", via: "key", from });
  }

  /** Somebody tried a canary key: it was stolen, or the place it lay in was read. */
  async trapSprung(key: ShownKey, from: From): Promise<void> {
    if (!this.#told.first(`${key.id} ${networkOf(from.address)}`)) return;
    const target = { kind: "key", id: key.id };
    const event = { kind: "key.canary", outcome: "noticed" as const, via: "key", from, account: key.email, target };
    await this.#options.events.record({ ...event, facts: { key: key.shown, name: key.name } });
    this.#options.log.warn({ key: key.shown, address: from.address }, "a canary key was used");
    void this.#options.tell(
      key,
      "A canary key was used",
      `Somebody at ${from.address} tried the canary key ${key.name} (${key.shown}). It opens nothing, but whoever has it ` +
        "has read the place it lay in: look at what else lies there, and revoke it.",
    );
  }

  async #judge(keyId: string, seen: readonly SeenOften[]): Promise<void> {
    const { database, events } = this.#options;
    const judged = await database.transaction(async (sql) => {
      await addHabits(sql, keyId, seen);
      const { score, facts } = scoreUse(await selectHabits(sql, keyId), new Date());
      if (score < alarmAt || !(await raiseAlarm(sql, keyId, score))) return undefined;
      const key = await lockKey(sql, keyId, undefined);
      return key && { key, score, facts };
    });
    if (judged === undefined) return;
    const { key, score, facts } = judged;
    const event = { kind: "key.unusual", via: "key", facts: { ...facts, score } };
    const what = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
    if (score >= suspendAt) {
      await suspendKey(this.#options, key, { why: `it was used unusually (${what.join("; ").slice(0, 400)})`, event });
    } else {
      const target = { kind: "key", id: keyId };
      const all = { ...event.facts, key: key.shown, suspended: false };
      await events.record({ ...event, outcome: "noticed", account: key.email, target, facts: all });
    }
    void this.#options.tell(
      key,
      score >= suspendAt ? "A key was suspended" : "A key is used unusually",
      `The key ${key.name} (${key.shown}) is used otherwise than before.\n\n${what.join("\n")}\n\n` +
        (score >= suspendAt
          ? "It was suspended. If this is you, resume it under Settings, Keys; otherwise revoke it there."
          : "If this is not you, revoke it under Settings, Keys."),
    );
  }
}

function count(counts: Map<string, SeenOften>, kind: Habit["kind"], value: string): void {
  const name = `${kind} ${value}`;
  counts.set(name, { kind, value, times: (counts.get(name)?.times ?? 0) + 1 });
}
