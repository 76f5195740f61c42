/** `now`, `14:05`, `yesterday 14:05`, `3 Mar`, `3 Mar 2024`: as short as it can be said without being wrong. */
export function describeDay(time: Date, now: Date, zone: string): string {
  const age = now.getTime() - time.getTime();
  if (age >= 0 && age < 60_000) return "now";
  const clock = format(time, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const days = daysBetween(time, now, zone);
  if (days === 0) return clock;
  if (days === 1) return `yesterday ${clock}`;
  const sameYear = format(time, zone, { year: "numeric" }) === format(now, zone, { year: "numeric" });
  return format(time, zone, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
}

export const describeExactly = (time: Date, zone: string): string =>
  format(time, zone, { dateStyle: "full", timeStyle: "long" });

function daysBetween(earlier: Date, later: Date, zone: string): number {
  const dayOf = (time: Date) => Date.parse(new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(time));
  return Math.round((dayOf(later) - dayOf(earlier)) / 86_400_000);
}

const format = (time: Date, zone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(time);
