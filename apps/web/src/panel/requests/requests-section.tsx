import type { AdminRequests, UserActionName, UserActionOutcomes } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import type { RowSelectionState } from "@tanstack/react-table";
import { useState } from "react";
import { timeZone } from "../../time-zone.ts";
import { Blank } from "../../ui/blank.tsx";
import { counted } from "../../ui/counted.ts";
import { Moment } from "../../ui/moment.tsx";
import { Problem } from "../../ui/problem.tsx";
import { admin } from "../admin.ts";
import { NotYet, Section } from "../section.tsx";
import { ActionBar } from "../table/action-bar.tsx";
import type { Column } from "../table/column.ts";
import { DataTable } from "../table/data-table.tsx";
import { useAskedAct } from "../use-asked-act.tsx";
import { UserOutcomes } from "../users/user-outcomes.tsx";

type Request = AdminRequests["requests"][number];

/** Who asked to come in and has no rights yet; let in here, by a link or at once, or sent away. */
export function RequestsSection() {
  const [chosen, setChosen] = useState<RowSelectionState>({});
  const [outcomes, setOutcomes] = useState<UserActionOutcomes["outcomes"]>([]);
  const list = useQuery({ queryKey: ["admin", "requests"], queryFn: ({ signal }) => admin.requests(signal) });
  const { run, ask, busy, problem, dialog } = useAskedAct();
  const requests = list.data?.requests ?? [];
  const affected = requests.filter(({ id }) => chosen[id] === true);
  const go = (action: string): void => {
    const ids = affected.map(({ id }) => id);
    const step = async () => {
      setOutcomes((await admin.actOnUsers(action as UserActionName, ids)).outcomes);
      setChosen({});
    };
    if (action !== "delete") return void run(step);
    const title = `Turn ${counted(ids.length, "request")} down?`;
    const text = "The request is deleted; nobody is told. Whoever it was may ask again.";
    ask({ title, text, names: affected.map(({ email }) => email), act: "Turn down", danger: true }, step);
  };
  return (
    <Section
      title="Requests"
      text={
        list.data && `${counted(requests.length, "person", "people")} waiting, of at most ${list.data.most} at once.`
      }
    >
      {outcomes.length > 0 && <UserOutcomes outcomes={outcomes} onClose={() => setOutcomes([])} />}
      {list.data === undefined && <NotYet error={list.error} what="requests" onRetry={() => void list.refetch()} />}
      {list.data !== undefined && requests.length === 0 && (
        <Blank title="Nobody is waiting">
          <p>Whoever asks for a sign-in link and has no account yet is listed here until you let them in.</p>
        </Blank>
      )}
      {requests.length > 0 && (
        <>
          <ActionBar chosen={affected.length} actions={actions} busy={busy} onGo={go} />
          <div className="px-4 pt-2 empty:hidden lg:px-6">
            <Problem>{problem}</Problem>
          </div>
          <div className="px-1 pb-4 lg:px-3">
            <DataTable
              label="Requests"
              rows={requests}
              columns={columns}
              keyOf={({ id }) => id}
              nameOf={({ email }) => email}
              selection={{ chosen, onChosen: setChosen }}
            />
          </div>
        </>
      )}
      {dialog}
    </Section>
  );
}

const actions = [
  { action: "approve", label: "Approve" },
  { action: "login-link", label: "Get email login URL" },
  { action: "delete", label: "Turn down" },
];

const columns: readonly Column<Request>[] = [
  {
    id: "email",
    header: "Who asked",
    cell: ({ email }) => (
      <bdi dir="ltr" className="font-medium wrap-anywhere">
        {email}
      </bdi>
    ),
  },
  { id: "asked", header: "Asked", cell: ({ asked_at }) => <Moment at={asked_at} zone={timeZone()} /> },
  {
    id: "ends",
    header: "Forgotten after",
    wide: true,
    cell: ({ ends_at }) => <Moment at={ends_at} zone={timeZone()} />,
  },
];
