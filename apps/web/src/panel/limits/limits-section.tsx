import type { LimitsShown } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { timeZone } from "../../time-zone.ts";
import { describeExactly } from "../../ui/describe-moment.ts";
import { Problem } from "../../ui/problem.tsx";
import { admin } from "../admin.ts";
import { RowButton } from "../row-button.tsx";
import { NotYet, Section } from "../section.tsx";
import type { Column } from "../table/column.ts";
import { DataTable } from "../table/data-table.tsx";
import { useAskedAct } from "../use-asked-act.tsx";

type Rule = LimitsShown["rules"][number];

/** How often something may be tried, and who has used that up just now. */
export function LimitsSection() {
  const limits = useQuery({
    queryKey: ["admin", "limits"],
    queryFn: ({ signal }) => admin.limits(signal),
    refetchInterval: 30_000,
  });
  const { run, busy, problem } = useAskedAct();
  const columns: readonly Column<Rule>[] = [
    ...facts,
    {
      id: "reached",
      header: "At the limit now",
      cell: ({ name, reached }) =>
        reached.length === 0 ? (
          <span className="text-ink-faint">nobody</span>
        ) : (
          <ul className="flex flex-col gap-1">
            {reached.map(({ subject, taken, until }) => (
              <li key={subject} className="flex flex-wrap items-baseline gap-x-2">
                <bdi className="max-w-60 truncate font-mono text-[0.82rem]" title={subject}>
                  {subject}
                </bdi>
                <span className="text-ink-soft" title={describeExactly(new Date(until), timeZone())}>
                  {taken} tries
                </span>
                <RowButton
                  disabled={busy}
                  aria-label={`Let try again: ${subject}`}
                  onClick={() => void run(() => admin.clearLimit(name, subject))}
                >
                  Let try again
                </RowButton>
              </li>
            ))}
          </ul>
        ),
    },
  ];
  return (
    <Section
      title="Limits"
      text="They slow a guesser down and lock nobody out for long. They hold across all nodes of this server."
    >
      <div className="px-4 pt-2 empty:hidden lg:px-6">
        <Problem>{problem}</Problem>
      </div>
      {limits.data === undefined && <NotYet error={limits.error} what="limits" onRetry={() => void limits.refetch()} />}
      {limits.data !== undefined && (
        <div className="px-1 pb-4 lg:px-3">
          <DataTable
            label="Limits"
            rows={limits.data.rules}
            columns={columns}
            keyOf={({ name }) => name}
            nameOf={({ what }) => what}
          />
        </div>
      )}
    </Section>
  );
}

const facts: readonly Column<Rule>[] = [
  {
    id: "what",
    header: "What is counted",
    cell: ({ what, most, seconds }) => (
      <>
        {what}
        <div className="text-[0.84rem] text-ink-soft @3xl:hidden">
          at most {most} {within(seconds)}
        </div>
      </>
    ),
  },
  { id: "most", header: "At most", wide: true, cell: ({ most, seconds }) => `${most} ${within(seconds)}` },
];

function within(seconds: number): string {
  if (seconds % 86_400 === 0) return seconds === 86_400 ? "a day" : `in ${seconds / 86_400} days`;
  if (seconds % 3600 === 0) return seconds === 3600 ? "an hour" : `in ${seconds / 3600} hours`;
  return seconds === 60 ? "a minute" : `in ${seconds / 60} minutes`;
}
