import type { AdminSpace } from "@khoj/contract";
import { timeZone } from "../../time-zone.ts";
import { Moment } from "../../ui/moment.tsx";
import { admin } from "../admin.ts";
import { Section } from "../section.tsx";
import type { Column } from "../table/column.ts";
import type { Filter } from "../table/filters.tsx";
import { ListView } from "../table/list-view.tsx";
import { useAdminList } from "../table/use-admin-list.ts";

const none: readonly AdminSpace[] = [];

/** Every space there is, and how much it holds; what its notes say is for its members alone. */
export function SpacesSection() {
  const { place, list } = useAdminList("spaces", admin.spaces);
  return (
    <Section title="Spaces" text="Who shares what with how many. Its owners say who is in a space.">
      <ListView
        label="Spaces"
        what="spaces"
        noun="space"
        hint="Name, or address of the owner"
        place={place}
        list={list}
        filters={filters}
        rows={list.data?.spaces ?? none}
        columns={columns}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        empty={<p>Everybody who comes in has one.</p>}
      />
    </Section>
  );
}

const filters: readonly Filter[] = [
  {
    key: "kind",
    name: "Kind",
    options: [
      ["shared", "Shared"],
      ["personal", "Personal"],
    ],
  },
];

const columns: readonly Column<AdminSpace>[] = [
  {
    id: "name",
    header: "Space",
    cell: ({ name, kind, owner, members, documents }) => (
      <div className="wrap-anywhere">
        <bdi className="font-medium">{name}</bdi>
        <div className="text-[0.84rem] text-ink-soft @3xl:hidden">
          {kind === "shared" ? `Shared, ${count(members, "person", "people")}` : "Personal"} ·{" "}
          <bdi dir="ltr">{owner}</bdi> · {count(documents, "file", "files")}
        </div>
      </div>
    ),
  },
  { id: "kind", header: "Kind", wide: true, cell: ({ kind }) => (kind === "shared" ? "Shared" : "Personal") },
  {
    id: "owner",
    header: "Owner",
    wide: true,
    cell: ({ owner }) => (
      <bdi dir="ltr" className="wrap-anywhere">
        {owner}
      </bdi>
    ),
  },
  { id: "members", header: "People", wide: true, numeric: true, cell: ({ members }) => members },
  {
    id: "documents",
    header: "Files",
    wide: true,
    numeric: true,
    cell: ({ documents }) => documents.toLocaleString("en-GB"),
  },
  { id: "made", header: "Made", wide: true, cell: ({ made_at }) => <Moment at={made_at} zone={timeZone()} /> },
];

const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
