import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { khoj } from "../../khoj.ts";
import { timeZone } from "../../time-zone.ts";
import { Moment } from "../../ui/moment.tsx";

/** What `khoj status` says, for those who may see it. */
export function ServerStatus() {
  const { data, error } = useQuery({
    queryKey: ["status"],
    queryFn: ({ signal }) => khoj.account.status(signal),
    refetchInterval: 15_000,
  });
  if (error !== null) return <p className="text-ink-soft">{error.message}</p>;
  if (data === undefined) return null;
  const facts: readonly (readonly [string, string])[] = [
    ["version", data.version],
    ["people", data.mode === "anonymous" ? "one person, no sign-in, this machine only" : "signed in"],
    ["address", data.addresses.join(", ")],
    ["data", data.data_directory],
    ["memory", `${data.memory_mb} MB`],
  ];
  return (
    <div className="flex flex-col gap-4">
      <Facts facts={facts} />
      <p className="text-[0.92rem] text-ink-faint">
        Running since <Moment at={data.started_at} zone={timeZone()} />
      </p>
      {data.parts.map(({ name, facts: own, warnings }) => (
        <div key={name}>
          <h3 className="font-medium capitalize">{name}</h3>
          <Facts facts={Object.entries(own).map(([key, value]) => [key.replaceAll("_", " "), say(value)] as const)} />
          {warnings.map((warning) => (
            <p key={warning} className="mt-1 flex items-start gap-2 text-[0.92rem] text-warn">
              <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
              {warning}
            </p>
          ))}
        </div>
      ))}
    </div>
  );
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-5 gap-y-0.5 text-[0.94rem]">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-faint">{name}</dt>
          <dd className="min-w-0 tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const say = (value: string | number | boolean): string =>
  typeof value === "boolean" ? (value ? "yes" : "no") : typeof value === "number" ? value.toLocaleString() : value;
