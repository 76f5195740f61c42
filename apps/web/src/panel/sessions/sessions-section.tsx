import type { AdminSession } from "@khoj/contract";
import { timeZone } from "../../time-zone.ts";
import { describeAgent } from "../../ui/describe-agent.ts";
import { describeMethods } from "../../ui/describe-methods.ts";
import { Moment } from "../../ui/moment.tsx";
import { Problem } from "../../ui/problem.tsx";
import { admin } from "../admin.ts";
import { RowButton } from "../row-button.tsx";
import { Section } from "../section.tsx";
import type { Column } from "../table/column.ts";
import { ListView } from "../table/list-view.tsx";
import { useAdminList } from "../table/use-admin-list.ts";
import { useAskedAct } from "../use-asked-act.tsx";

const none: readonly AdminSession[] = [];

/** Where people are signed in just now; one device can be signed out from here. */
export function SessionsSection() {
  const { place, list } = useAdminList("sessions", admin.sessions);
  const { ask, busy, problem, dialog } = useAskedAct();
  const end = (session: AdminSession): void =>
    ask(
      {
        title: "Sign this device out?",
        text: "What it has open ends within a second. Its person may sign in again.",
        names: [`${session.email} · ${describe(session)}`],
        act: "Sign out",
        danger: false,
      },
      () => admin.endSession(session.id),
    );
  const columns: readonly Column<AdminSession>[] = [
    ...facts,
    {
      id: "act",
      header: "Actions",
      unseen: true,
      cell: (session) =>
        !session.current && (
          <RowButton disabled={busy} onClick={() => end(session)}>
            Sign out
          </RowButton>
        ),
    },
  ];
  return (
    <Section title="Sessions" text="Every device somebody is signed in with, the one used last on top.">
      <ListView
        label="Sessions"
        what="sessions"
        noun="session"
        hint="Address of a person or of a network"
        place={place}
        list={list}
        rows={list.data?.sessions ?? none}
        columns={columns}
        keyOf={({ id }) => id}
        nameOf={({ email }) => email}
        empty={<p>Nobody is signed in.</p>}
        bar={
          <div className="px-4 lg:px-6">
            <Problem>{problem}</Problem>
          </div>
        }
      />
      {dialog}
    </Section>
  );
}

const facts: readonly Column<AdminSession>[] = [
  {
    id: "who",
    header: "User",
    cell: (session) => (
      <div className="wrap-anywhere">
        <bdi dir="ltr" className="font-medium">
          {session.email}
        </bdi>
        {session.current && <span className="ml-1.5 text-ink-faint">(this one)</span>}
        <div className="text-[0.84rem] text-ink-soft @3xl:hidden">
          {describe(session)} · <Moment at={session.used_at} zone={timeZone()} />
        </div>
      </div>
    ),
  },
  {
    id: "agent",
    header: "Device",
    wide: true,
    cell: ({ agent }) => <span title={agent ?? undefined}>{describeAgent(agent)}</span>,
  },
  { id: "address", header: "From", wide: true, cell: ({ address }) => address ?? "unknown" },
  {
    id: "methods",
    header: "Came in by",
    wide: true,
    cell: ({ methods, strong }) => `${describeMethods(methods)}${strong ? "" : " (one factor)"}`,
  },
  { id: "used", header: "Last used", wide: true, cell: ({ used_at }) => <Moment at={used_at} zone={timeZone()} /> },
  { id: "made", header: "Since", wide: true, cell: ({ made_at }) => <Moment at={made_at} zone={timeZone()} /> },
  {
    id: "ends",
    header: "Ends at the latest",
    wide: true,
    cell: ({ expires_at }) => <Moment at={expires_at} zone={timeZone()} />,
  },
];

const describe = ({ agent, address }: AdminSession): string =>
  `${describeAgent(agent)}, ${address ?? "unknown address"}`;
