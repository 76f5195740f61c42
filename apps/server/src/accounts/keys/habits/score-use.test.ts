import { describe, expect, it } from "vitest";
import { networkOf } from "../../../platform/limits/network-of.ts";
import { alarmAt, type Habit, hourOf, programOf, type Score, scoreUse, suspendAt } from "./score-use.ts";

/** What the store keeps of a key, held in memory, with the clock as the test says it. */
class Diary {
  readonly #habits = new Map<string, Habit>();
  #now: Date;

  constructor(start: string) {
    this.#now = new Date(start);
  }

  at(time: string): this {
    this.#now = new Date(time);
    return this;
  }

  after(minutes: number): this {
    this.#now = new Date(this.#now.getTime() + minutes * 60_000);
    return this;
  }

  /** `times` requests within a second, as the watch writes them down, and how unusual that is. */
  use(address: string, agent: string | undefined, routes: readonly string[], times = 1): Score {
    const kept = (kind: Habit["kind"], value: string, seen: number) => {
      const before = this.#habits.get(`${kind} ${value}`);
      const first_seen = before?.first_seen ?? this.#now;
      this.#habits.set(`${kind} ${value}`, {
        kind,
        value,
        seen: (before?.seen ?? 0) + seen,
        first_seen,
        last_seen: this.#now,
      });
    };
    kept("network", networkOf(address), times);
    kept("agent", programOf(agent), times);
    for (const route of routes) kept("route", route, times);
    kept("hour", hourOf(this.#now), times * routes.length);
    return scoreUse([...this.#habits.values()], this.#now);
  }
}

const home = "81.20.30.40";
const office = "195.10.20.30";
const obsidian = (version: string) =>
  `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 obsidian/${version} Chrome/120.0.1 Electron/28.1 Safari/537.36`;
const emacs = "URL/Emacs Emacs/29.4 (X11; x86_64-pc-linux-gnu)";
const daily = ["/api/content", "/api/search", "/api/chat", "/api/chat/sessions", "/api/v1/user"];

/** Two weeks of somebody who writes notes at home and at work; the clock stands on the evening of the last day. */
function usualLife(): Diary {
  const diary = new Diary("2026-10-01T08:00:00Z");
  for (let day = 1; day <= 14; day++) {
    const date = `2026-10-${String(day).padStart(2, "0")}`;
    diary.at(`${date}T07:30:00Z`).use(home, obsidian("1.6.2"), daily, 4);
    if (day % 7 < 5) diary.at(`${date}T12:00:00Z`).use(office, obsidian("1.6.2"), daily, 6);
    diary.at(`${date}T20:00:00Z`).use(home, obsidian("1.6.2"), daily, 5);
  }
  return diary.at("2026-10-15T20:00:00Z");
}

const far = "45.155.205.9";
const curl = "curl/8.5.0";
const files = ["/api/content/files", "/api/content/file", "/api/content/original"];

/** Twenty ways to misuse a stolen key; each answers the highest score it reached. */
const attacks: Readonly<Record<string, (diary: Diary) => Score>> = {
  "curl from another country": (diary) => diary.use(far, curl, ["/api/search"]),
  "a script that lists and takes every file": (diary) => diary.use(far, "python-requests/2.32", files, 40),
  "a program that gives no name, from elsewhere": (diary) => diary.use(far, undefined, ["/api/search"]),
  "an empty name, from elsewhere": (diary) => diary.use(far, "", ["/api/chat"]),
  "the owner's program forged, taking files": (diary) => diary.use(far, obsidian("1.6.2"), files),
  "the owner's program forged, while the owner works": (diary) => {
    diary.use(home, obsidian("1.6.2"), daily);
    diary.after(1).use(far, obsidian("1.6.2"), ["/api/search"]);
    return diary.after(1).use(home, obsidian("1.6.2"), daily);
  },
  "the owner's program forged, searching for hours": (diary) => diary.use(far, obsidian("1.6.2"), ["/api/search"], 400),
  "the owner's program forged, through five proxies": (diary) => {
    for (const part of [1, 2, 3, 4]) diary.after(2).use(`45.${part}.0.1`, obsidian("1.6.2"), ["/api/search"]);
    return diary.after(2).use("45.9.0.1", obsidian("1.6.2"), ["/api/search"]);
  },
  "from an IPv6 network, with a script": (diary) => diary.use("2a01:4f8:1:2::3", "Go-http-client/2.0", ["/api/search"]),
  "one step at a time through a day": (diary) => {
    diary.use(far, obsidian("1.6.2"), ["/api/search"]);
    return diary.after(600).use(far, "wget/1.21", ["/api/search"]);
  },
  "new routes one an hour, from elsewhere": (diary) => {
    for (const route of files) diary.after(60).use(far, obsidian("1.6.2"), [route]);
    return diary.after(60).use(far, obsidian("1.6.2"), ["/api/settings"]);
  },
  "malware on the owner's own computer, reading files": (diary) => diary.use(home, "node", files),
  "malware that forges the program, a thousand searches": (diary) =>
    diary.use(home, obsidian("1.6.2"), ["/api/search"], 1200),
  "a colleague's curl at the office, looking around": (diary) =>
    diary.use(office, curl, ["/api/content/files", "/api/settings", "/api/agents"]),
  "everything deleted from elsewhere": (diary) =>
    diary.use(far, curl, ["/api/content/type/:type", "/api/chat/history"]),
  "the Emacs client with an Obsidian key, from elsewhere": (diary) => diary.use(far, emacs, ["/api/search"]),
  "an automation planted from elsewhere": (diary) =>
    diary.use(far, obsidian("1.6.2"), ["/api/automation", "/api/agents"]),
  "a browser of another country": (diary) =>
    diary.use(far, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0", ["/api/v1/user", "/api/search"]),
  "a scraper with a new name each hour": (diary) => {
    diary.use(far, "scraper-a/1", ["/api/search"]);
    return diary.after(60).use("46.4.4.4", "scraper-b/1", ["/api/search"]);
  },
  "the key tried and then used in earnest a day later": (diary) => {
    diary.use(far, obsidian("1.6.2"), ["/api/v1/user"]);
    return diary.after(23 * 60).use("46.4.4.4", obsidian("1.6.2"), [...files, "/api/search"], 90);
  },
};

describe("the score of a key's use", () => {
  it("tells twenty of twenty attacks", () => {
    const names = Object.keys(attacks);
    const missed = names.filter((name) => (attacks[name]?.(usualLife()).score ?? 0) < alarmAt);
    expect([names.length, missed]).toEqual([20, []]);
  });

  it("suspends where a whole library is taken by a program nobody knows", () => {
    expect(attacks["a script that lists and takes every file"]?.(usualLife()).score).toBeGreaterThanOrEqual(suspendAt);
  });

  it("says in words what was unusual, and nothing of what was asked", () => {
    const { facts } = usualLife().use(far, "curl/8.5.0", ["/api/content/files"], 3);
    expect(facts).toEqual({
      "new networks": "45.155.205.0/24",
      "new programs": "curl/",
      "new routes": "/api/content/files",
    });
  });

  it("is learning for three days, and then minds what is new", () => {
    const diary = new Diary("2026-10-01T09:00:00Z");
    expect(diary.use(home, curl, ["/api/search"]).score).toBe(0);
    expect(diary.at("2026-10-02T09:00:00Z").use(office, obsidian("1"), daily).score).toBe(0);
    diary.at("2026-10-03T09:00:00Z").use(office, obsidian("1"), daily);
    diary.at("2026-10-04T09:00:00Z").use(office, obsidian("1"), daily);
    expect(diary.at("2026-10-06T09:00:00Z").use(far, "wget/1", ["/api/search"]).score).toBeGreaterThanOrEqual(alarmAt);
  });

  it("raises at most one false alarm in thirty normal days", () => {
    const alarms = normalMonth();
    expect(alarms.length).toBeLessThanOrEqual(1);
  });
});

/**
 * A month as people live it: work and weekends, updates of the program, a new phone network at the station most days, a
 * journey with a hotel and an airport, a café, the address of home changed by the provider, one whole index built anew, a
 * new feature tried. Answers what was told.
 */
function normalMonth(): readonly string[] {
  const diary = usualLife();
  const alarms: string[] = [];
  let version = 2;
  const use = (when: string, address: string, routes: readonly string[], times: number) => {
    const { score, facts } = diary.at(when).use(address, obsidian(`1.6.${version}`), routes, times);
    if (score >= alarmAt) alarms.push(`${when} ${score} ${JSON.stringify(facts)}`);
  };
  for (let day = 0; day < 30; day++) {
    const date = new Date(Date.UTC(2026, 9, 16 + day)).toISOString().slice(0, 10);
    const weekday = new Date(date).getUTCDay();
    const isWorkday = weekday > 0 && weekday < 6;
    if (day % 9 === 0) version++;
    const travels = day >= 17 && day <= 19;
    const house = day < 12 ? home : "81.20.99.7";
    const phone = `109.4${day % 3}.${day % 4}.12`;
    if (travels) {
      use(`${date}T08:00:00Z`, day === 17 ? "62.180.1.9" : "151.30.8.8", daily, 3);
      use(`${date}T21:00:00Z`, "151.30.8.8", daily, 8);
      continue;
    }
    use(`${date}T07:30:00Z`, house, daily, 3 + (day % 4));
    if (day % 6 === 2) use(`${date}T08:15:00Z`, phone, ["/api/search"], 2);
    if (isWorkday)
      for (const hour of ["09", "11", "14", "16"]) use(`${date}T${hour}:10:00Z`, office, daily, 4 + (day % 3));
    if (weekday === 6) use(`${date}T15:00:00Z`, "77.6.5.4", ["/api/search", "/api/content"], 5);
    if (day === 9) use(`${date}T19:00:00Z`, house, ["/api/content"], 160);
    if (day === 22) use(`${date}T19:30:00Z`, house, ["/api/agents", "/api/chat/title"], 2);
    use(`${date}T20:00:00Z`, house, daily, 5);
    use(`${date}T20:20:00Z`, house, daily, 6);
  }
  return alarms;
}
