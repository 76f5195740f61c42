import type { FailedSignIns } from "@khoj/contract";

/** A bar a day. What the eye sees by height stands beside it as words, for who listens. */
export function DayBars({ days }: Pick<FailedSignIns, "days">) {
  const most = Math.max(1, ...days.map(({ failed }) => failed));
  const first = days[0]?.day ?? "";
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 flex justify-between text-[0.88rem] text-ink-soft">
        <span className="font-medium">By day (UTC)</span>
        <span className="tabular-nums">most: {most.toLocaleString("en-GB")}</span>
      </figcaption>
      <ol className="flex h-24 items-end gap-px border-b border-edge">
        {days.map(({ day, failed }) => (
          <li key={day} title={`${nameDay(day)}: ${failed}`} className="flex h-full min-w-0 flex-1 items-end">
            <span
              aria-hidden
              className="w-full rounded-t-sm bg-danger"
              style={{ height: failed === 0 ? 0 : `max(${(failed / most) * 100}%, 2px)` }}
            />
            <span className="sr-only">
              {nameDay(day)}: {failed} failed
            </span>
          </li>
        ))}
      </ol>
      <div aria-hidden className="mt-0.5 flex justify-between text-[0.8rem] text-ink-faint">
        <span>{nameDay(first)}</span>
        <span>today</span>
      </div>
    </figure>
  );
}

const nameDay = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" }).format(
    new Date(`${day}T00:00Z`),
  );
