import type { ClientApplication, MadeClient } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { timeZone } from "../../time-zone.ts";
import { Blank } from "../../ui/blank.tsx";
import { Button } from "../../ui/button.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Problem } from "../../ui/problem.tsx";
import { describeScopes } from "../../ui/scope-names.ts";
import { admin } from "../admin.ts";
import { RowButton } from "../row-button.tsx";
import { NotYet, Section } from "../section.tsx";
import type { Column } from "../table/column.ts";
import { DataTable } from "../table/data-table.tsx";
import { useAskedAct } from "../use-asked-act.tsx";
import { AddClient } from "./add-client.tsx";
import { ShownOnce } from "./shown-once.tsx";

/** Programs that speak for people they know by phone number. */
export function ClientsSection() {
  const list = useQuery({ queryKey: ["admin", "clients"], queryFn: ({ signal }) => admin.clients(signal) });
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<MadeClient>();
  const { ask, busy, problem, dialog } = useAskedAct();
  const rotate = (client: ClientApplication): void =>
    ask(
      {
        title: "Make a new secret?",
        text: "The old secret is dead at once: the program is refused until it has the new one.",
        names: [client.name],
        act: "Make a new secret",
        danger: true,
      },
      async () => setMade(await admin.rotateClient(client.id)),
    );
  const revoke = (client: ClientApplication): void =>
    ask(
      {
        title: "Revoke this application?",
        text: "It is refused within a second, and so is everybody who comes in through it. It cannot be brought back.",
        names: [client.name],
        act: "Revoke",
        danger: true,
      },
      () => admin.revokeClient(client.id),
    );
  const columns: readonly Column<ClientApplication>[] = [
    ...facts,
    {
      id: "act",
      header: "Actions",
      unseen: true,
      cell: (client) => (
        <div className="flex flex-wrap justify-end gap-1">
          <RowButton disabled={busy} onClick={() => rotate(client)}>
            New secret
          </RowButton>
          <RowButton disabled={busy} onClick={() => revoke(client)}>
            Revoke
          </RowButton>
        </div>
      ),
    },
  ];
  return (
    <Section
      title="Client applications"
      text="Programs, such as a bridge to a messenger, that speak for people they know by phone number."
      aside={
        <Button icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
          Add
        </Button>
      }
    >
      {made !== undefined && <ShownOnce client={made} onClose={() => setMade(undefined)} />}
      <div className="px-4 pt-2 empty:hidden lg:px-6">
        <Problem>{problem}</Problem>
      </div>
      {list.data === undefined && (
        <NotYet error={list.error} what="client applications" onRetry={() => void list.refetch()} />
      )}
      {list.data?.length === 0 && (
        <Blank title="No client applications yet">
          <p>Add one to get the pair of id and secret such a program is set up with.</p>
        </Blank>
      )}
      {list.data !== undefined && list.data.length > 0 && (
        <div className="px-1 pb-4 lg:px-3">
          <DataTable
            label="Client applications"
            rows={list.data}
            columns={columns}
            keyOf={({ id }) => id}
            nameOf={({ name }) => name}
          />
        </div>
      )}
      {dialog}
      <AddClient open={adding} onClose={() => setAdding(false)} onMade={setMade} />
    </Section>
  );
}

const facts: readonly Column<ClientApplication>[] = [
  {
    id: "name",
    header: "Application",
    cell: ({ name, client_id, scopes }) => (
      <div className="wrap-anywhere">
        <bdi className="font-medium">{name}</bdi>
        <div className="font-mono text-[0.8rem] text-ink-soft">{client_id}</div>
        <div className="text-[0.84rem] text-ink-soft @3xl:hidden">{describeScopes(scopes)}</div>
      </div>
    ),
  },
  { id: "scopes", header: "May", wide: true, cell: ({ scopes }) => describeScopes(scopes) },
  {
    id: "used",
    header: "Last used",
    wide: true,
    cell: ({ used_at }) =>
      used_at === null ? <span className="text-ink-faint">never</span> : <Moment at={used_at} zone={timeZone()} />,
  },
  { id: "made", header: "Made", wide: true, cell: ({ made_at }) => <Moment at={made_at} zone={timeZone()} /> },
];
