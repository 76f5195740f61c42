/** One thing a key was seen to do: a network it came from, a program, a route, an hour with how much was asked in it. */
export interface Habit {
  readonly kind: "network" | "agent" | "route" | "hour";
  /** Of an hour such as `2026-11-24T13`. */
  readonly value: string;
  readonly seen: number;
  readonly first_seen: Date;
  readonly last_seen: Date;
}

export interface Score {
  /** 0: as always. From `alarmAt` on it is told, from `suspendAt` on the key is stopped. */
  readonly score: number;
  readonly facts: Readonly<Record<string, string | number>>;
}

export const alarmAt = 60;
export const suspendAt = 90;

const hour = 3_600_000;
const day = 24 * hour;

/**
 * How unusual a key's last day is against all it did before. Pure: the clock is an argument. A key is being learned until
 * it was used on three days; until then only many networks at once are unusual. What is new stays new for a day, so that
 * an intruder who takes one step at a time adds up all the same.
 */
export function scoreUse(habits: readonly Habit[], now: Date): Score {
  const of = (kind: Habit["kind"]) => habits.filter((habit) => habit.kind === kind);
  const isNew = ({ first_seen }: Habit) => first_seen.getTime() > now.getTime() - day;
  const hours = of("hour");
  const usualHours = hours.filter((habit) => !isNew(habit));
  const newNetworks = of("network").filter(isNew);
  if (isLearning(usualHours)) return newNetworks.length >= 8 ? told(60, { networks: newNetworks.length }) : nothing;

  const newAgents = of("agent").filter(isNew);
  const newRoutes = of("route").filter(isNew);
  const overlaps = runAtOnce(
    newNetworks,
    of("network").filter((habit) => !isNew(habit)),
    now,
  );
  const burst = burstOf(hours, usualHours, now);
  const score =
    (newNetworks.length > 0 ? 40 + Math.min(newNetworks.length - 1, 3) * 10 : 0) +
    (newAgents.length > 0 ? 30 : 0) +
    Math.min(newRoutes.length, 3) * 10 +
    (overlaps ? 20 : 0) +
    burst.score;
  return told(score, {
    ...(newNetworks.length > 0 && {
      "new networks": newNetworks
        .map(({ value }) => value)
        .slice(0, 5)
        .join(" "),
    }),
    ...(newAgents.length > 0 && {
      "new programs": newAgents
        .map(({ value }) => value)
        .slice(0, 3)
        .join(" | "),
    }),
    ...(newRoutes.length > 0 && {
      "new routes": newRoutes
        .map(({ value }) => value)
        .slice(0, 5)
        .join(" "),
    }),
    ...(overlaps && { "at once": "from a new network and a usual one in turn" }),
    ...(burst.score > 0 && { "requests in an hour": burst.now, "most before": burst.before }),
  });
}

const nothing: Score = { score: 0, facts: {} };
const told = (score: number, facts: Score["facts"]): Score => ({ score, facts });

/** Three days of use, or one look of many: a key that lay for months and is used again is no new one. */
function isLearning(usualHours: readonly Habit[]): boolean {
  const days = new Set(usualHours.map(({ value }) => value.slice(0, 10)));
  return days.size < 3;
}

/** A usual network after a new one and the new one after it, within minutes: two computers, not one that moved. */
function runAtOnce(fresh: readonly Habit[], usual: readonly Habit[], now: Date): boolean {
  const recent = ({ last_seen }: Habit) => last_seen.getTime() > now.getTime() - 10 * 60_000;
  return fresh
    .filter(recent)
    .some(({ first_seen }) => usual.filter(recent).some(({ last_seen }) => last_seen > first_seen));
}

function burstOf(hours: readonly Habit[], usualHours: readonly Habit[], now: Date) {
  const current = hours.find(({ value }) => value === hourOf(now))?.seen ?? 0;
  const before = Math.max(1, ...usualHours.map(({ seen }) => seen));
  const score = current >= 500 && current >= 15 * before ? 60 : current >= 200 && current >= 5 * before ? 35 : 0;
  return { score, now: current, before };
}

export const hourOf = (moment: Date): string => moment.toISOString().slice(0, 13);

/** A program without its version, so that an update is no stranger. */
export const programOf = (agent: string | undefined): string =>
  agent === undefined || agent.trim() === "" ? "(none)" : agent.replace(/[\d._]+/g, "").slice(0, 200);
