import type { FailedSignIns as Failed } from "@khoj/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { admin } from "../admin.ts";
import type { ListPlace } from "../table/list-location.ts";
import { BarList } from "./bar-list.tsx";
import { DayBars } from "./day-bars.tsx";

const spans = [7, 30, 90] as const;

/** Failed sign-ins by day, account and network: a guesser stands out as a tall day and a long bar. */
export function FailedSignIns({ place }: { readonly place: ListPlace }) {
  const days = spans.find((span) => String(span) === place.location.days) ?? 30;
  const chart = useQuery({
    queryKey: ["admin", "failed-sign-ins", days],
    queryFn: ({ signal }) => admin.failedSignIns(days, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-label="Failed sign-ins" className="border-b border-line px-4 py-3 lg:px-6">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
        <h2 className="font-semibold">Failed sign-ins</h2>
        {chart.data !== undefined && <Total days={chart.data.days} />}
        <select
          aria-label="Days shown"
          value={days}
          onChange={({ target }) => place.move({ days: target.value === "30" ? undefined : target.value })}
          className="field ml-auto text-[0.88rem]"
        >
          {spans.map((span) => (
            <option key={span} value={span}>
              {span} days
            </option>
          ))}
        </select>
      </div>
      {chart.error !== null && (
        <p role="alert" className="text-danger">
          {chart.error.message}
        </p>
      )}
      {chart.data !== undefined && <Charts failed={chart.data} place={place} />}
    </section>
  );
}

function Charts({ failed, place }: { readonly failed: Failed; readonly place: ListPlace }) {
  if (failed.days.every((day) => day.failed === 0)) return null;
  return (
    <div className="grid gap-x-8 gap-y-4 @3xl:grid-cols-[2fr_1fr_1fr]">
      <DayBars days={failed.days} />
      <BarList
        title="By account"
        bars={failed.by_account.slice(0, 6).map(({ account, failed: count }) => ({ name: account, count }))}
        onFollow={(account) => place.move({ account, kind: undefined, outcome: undefined })}
      />
      <BarList
        title="By network"
        bars={failed.by_network.slice(0, 6).map(({ network, failed: count }) => ({ name: network, count }))}
        onFollow={(address) => place.move({ address, kind: undefined, outcome: undefined })}
      />
    </div>
  );
}

function Total({ days }: Pick<Failed, "days">) {
  const total = days.reduce((sum, { failed }) => sum + failed, 0);
  return (
    <p className="text-[0.9rem] text-ink-soft tabular-nums">
      {total === 0 ? `none in ${days.length} days` : `${total.toLocaleString("en-GB")} in ${days.length} days`}
    </p>
  );
}
