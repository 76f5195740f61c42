import type { AuditEvent } from "@khoj/contract";
import { Link } from "@tanstack/react-router";
import { timeZone } from "../../time-zone.ts";
import { describeAgent } from "../../ui/describe-agent.ts";
import { describeExactly } from "../../ui/describe-moment.ts";
import { StateWord } from "../../ui/state-word.tsx";
import type { Column } from "../table/column.ts";

const tones = { done: "good", refused: "warn", failed: "danger", noticed: "warn" } as const;

export const eventColumns: readonly Column<AuditEvent>[] = [
  {
    id: "at",
    header: "When",
    cell: ({ at }) => <At at={at} />,
  },
  { id: "what", header: "What", cell: (event) => <What event={event} /> },
  { id: "outcome", header: "Outcome", wide: true, cell: (event) => <Outcome event={event} /> },
  { id: "account", header: "Account", wide: true, cell: ({ account }) => <Narrow name="account" value={account} /> },
  {
    id: "by",
    header: "By way of",
    wide: true,
    cell: ({ via, agent }) => (
      <span title={agent ?? undefined}>
        {via}
        {agent !== null && <span className="text-ink-soft">, {describeAgent(agent)}</span>}
      </span>
    ),
  },
  { id: "from", header: "From", wide: true, cell: ({ address }) => <Narrow name="address" value={address} /> },
];

/** To the second: in a log, the order of things matters. */
function At({ at }: Pick<AuditEvent, "at">) {
  const time = new Date(at);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: timeZone(), ...options }).format(time);
  return (
    <time dateTime={at} title={describeExactly(time, timeZone())} className="text-ink-soft tabular-nums">
      <span className="whitespace-nowrap">{format({ day: "numeric", month: "short", year: "2-digit" })}</span>{" "}
      {format({ timeStyle: "medium" })}
    </time>
  );
}

function What({ event }: { readonly event: AuditEvent }) {
  const { kind, target_kind, target, account, address, request_id } = event;
  const facts = Object.entries(event.facts);
  return (
    <div className="min-w-36 wrap-anywhere">
      <span className="font-medium">{describeKind(kind)}</span>
      <div className="flex flex-wrap gap-x-2 text-[0.84rem] text-ink-soft @3xl:hidden">
        <Outcome event={event} />
        {account !== null && <bdi dir="ltr">{account}</bdi>}
        {address !== null && <span>{address}</span>}
      </div>
      {(facts.length > 0 || target !== null) && (
        <details className="text-[0.84rem] text-ink-soft">
          <summary className="w-fit rounded hover:text-ink">{kind}</summary>
          <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3">
            {target !== null && <Fact name={target_kind ?? "target"} value={target} />}
            {facts.map(([name, value]) => (
              <Fact key={name} name={name} value={String(value)} />
            ))}
            {request_id !== null && <Fact name="request" value={request_id} />}
          </dl>
        </details>
      )}
    </div>
  );
}

const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <>
    <dt>{name}</dt>
    <dd className="wrap-anywhere">{value}</dd>
  </>
);

const Outcome = ({ event: { outcome } }: { readonly event: AuditEvent }) => (
  <StateWord tone={tones[outcome]}>{outcome}</StateWord>
);

/** Followed, it shows all that has the same. */
function Narrow({ name, value }: { readonly name: "account" | "address"; readonly value: string | null }) {
  if (value === null) return <span className="text-ink-faint">–</span>;
  return (
    <Link
      to="."
      search={((previous: object) => ({ ...previous, page: undefined, [name]: value })) as never}
      className="block min-w-26 wrap-anywhere hover:underline"
      title={`Show all with this ${name}`}
    >
      <bdi dir="ltr">{value}</bdi>
    </Link>
  );
}

/** `sign-in.password` → 'Sign-in: password'. */
function describeKind(kind: string): string {
  const [area = "", verb = ""] = kind.split(".");
  const words = area.charAt(0).toUpperCase() + area.slice(1);
  return verb === "" ? words : `${words}: ${verb.replaceAll("-", " ")}`;
}
