import { describeDay, describeExactly } from "./describe-moment.ts";

/** A time in the reader's own words and zone, exact on hover. */
export function Moment({
  at,
  zone,
  className,
}: {
  readonly at: string;
  readonly zone: string;
  readonly className?: string;
}) {
  const time = readMoment(at);
  if (time === undefined) return null;
  return (
    <time dateTime={time.toISOString()} title={describeExactly(time, zone)} className={className}>
      {describeDay(time, new Date(), zone)}
    </time>
  );
}

/** Servers write `2026-11-23 08:49:22.123456+00:00`, or without a zone when they mean UTC. */
export function readMoment(text: string): Date | undefined {
  const joined = text
    .trim()
    .replace(" ", "T")
    .replace(/(\.\d{3})\d+/, "$1");
  const zoned = /[zZ]$|[+-]\d\d:?\d\d$|^\d{4}-\d\d-\d\d$/.test(joined) ? joined : `${joined}Z`;
  const time = new Date(zoned);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
