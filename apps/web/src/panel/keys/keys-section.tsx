import type { AdminKey } from "@khoj/contract";
import { timeZone } from "../../time-zone.ts";
import { Moment } from "../../ui/moment.tsx";
import { Problem } from "../../ui/problem.tsx";
import { describeScopes } from "../../ui/scope-names.ts";
import { StateWord } from "../../ui/state-word.tsx";
import { admin } from "../admin.ts";
import { RowButton } from "../row-button.tsx";
import { Section } from "../section.tsx";
import type { Column } from "../table/column.ts";
import type { Filter } from "../table/filters.tsx";
import { ListView } from "../table/list-view.tsx";
import { useAdminList } from "../table/use-admin-list.ts";
import { useAskedAct } from "../use-asked-act.tsx";

const none: readonly AdminKey[] = [];

/** Everybody's keys, masked: who uses which, from where, until when. */
export function KeysSection() {
  const { place, list } = useAdminList("keys", admin.keys);
  const { ask, busy, problem, dialog } = useAskedAct();
  const act = (key: AdminKey): void =>
    key.state === "suspended"
      ? ask(resuming(key), () => admin.resumeKey(key.id))
      : ask(revoking(key), () => admin.revokeKey(key.id));
  const columns: readonly Column<AdminKey>[] = [
    ...facts,
    {
      id: "act",
      header: "Actions",
      unseen: true,
      cell: (key) =>
        key.state !== "revoked" && (
          <RowButton disabled={busy} onClick={() => act(key)}>
            {key.state === "suspended" ? "Resume" : "Revoke"}
          </RowButton>
        ),
    },
  ];
  return (
    <Section title="Keys" text="Keys are made by their people under Settings; nobody else ever sees one whole.">
      <ListView
        label="Keys"
        what="keys"
        noun="key"
        hint="Address, name or kk-…"
        place={place}
        list={list}
        filters={filters}
        rows={list.data?.keys ?? none}
        columns={columns}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        empty={<p>A key lets a program such as Obsidian or Emacs in. Nobody has made one.</p>}
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

const named = ({ email, name, shown }: AdminKey): readonly string[] => [`${name} · ${shown} · ${email}`];

const revoking = (key: AdminKey) => ({
  title: "Revoke this key?",
  text: "Programs that use it are refused within a second. A revoked key never works again; its person can make a new one.",
  names: named(key),
  act: "Revoke",
  danger: true,
});

const resuming = (key: AdminKey) => ({
  title: "Take this key back into use?",
  text: `It was suspended: ${key.reason ?? "for unusual use"}. What was unusual about it counts as usual from now on.`,
  names: named(key),
  act: "Resume",
  danger: false,
});

const filters: readonly Filter[] = [
  {
    key: "state",
    name: "State",
    options: [
      ["active", "Active"],
      ["expired", "Expired"],
      ["suspended", "Suspended"],
      ["revoked", "Revoked"],
      ["canary", "Canary"],
    ],
  },
];

const tones = { active: "good", expiring: "warn", expired: "quiet", suspended: "danger", revoked: "quiet" } as const;
const words = {
  active: "Active",
  expiring: "Ends soon",
  expired: "Expired",
  suspended: "Suspended",
  revoked: "Revoked",
} as const;

const State = ({ state, canary }: AdminKey) => (
  <StateWord tone={tones[state]}>
    {canary ? "Canary, " : ""}
    {canary ? words[state].toLowerCase() : words[state]}
  </StateWord>
);

const Owner = ({ email }: Pick<AdminKey, "email">) => (
  <bdi dir="ltr" className="block min-w-44 wrap-anywhere">
    {email}
  </bdi>
);

const Used = ({ used_at, used_from }: AdminKey) =>
  used_at === null ? (
    <span className="text-ink-faint">never</span>
  ) : (
    <>
      <Moment at={used_at} zone={timeZone()} />
      {used_from !== null && <span className="text-ink-soft"> from {used_from}</span>}
    </>
  );

const facts: readonly Column<AdminKey>[] = [
  {
    id: "key",
    header: "Key",
    cell: (key) => (
      <div className="wrap-anywhere">
        <bdi className="font-medium">{key.name}</bdi>
        <div className="font-mono text-[0.8rem] text-ink-soft">{key.shown}</div>
        <div className="flex flex-wrap gap-x-2 text-[0.84rem] text-ink-soft @3xl:hidden">
          <State {...key} />
          <bdi dir="ltr">{key.email}</bdi>
          <span>
            used <Used {...key} />
          </span>
        </div>
        {key.reason !== null && <div className="text-[0.84rem] text-ink-soft">{key.reason}</div>}
      </div>
    ),
  },
  { id: "email", header: "User", wide: true, cell: ({ email }) => <Owner email={email} /> },
  { id: "state", header: "State", wide: true, cell: (key) => <State {...key} /> },
  {
    id: "scopes",
    header: "May",
    wide: true,
    cell: ({ scopes, spaces, environment }) => (
      <>
        {describeScopes(scopes)}
        {spaces !== null && (
          <div className="text-[0.84rem] text-ink-soft">
            {spaces.length === 1 ? "one space only" : `${spaces.length} spaces only`}
          </div>
        )}
        {environment === "development" && <div className="text-[0.84rem] text-ink-soft">development</div>}
      </>
    ),
  },
  { id: "used", header: "Last used", wide: true, cell: (key) => <Used {...key} /> },
  {
    id: "ends",
    header: "Ends",
    wide: true,
    cell: ({ expires_at }) => <Moment at={expires_at} zone={timeZone()} className="whitespace-nowrap" />,
  },
];
