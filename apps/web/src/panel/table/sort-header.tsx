import { ArrowDown, ArrowUp } from "lucide-react";
import { type Column, cellClass, type Order } from "./column.ts";
import type { ListPlace } from "./list-location.ts";

export interface SortHeaderProps<Row> {
  readonly column: Column<Row>;
  readonly place: ListPlace | undefined;
  readonly usual: Order | undefined;
}

/** The head of a column; where the server can order by it, a button that does, and turns the order around. */
export function SortHeader<Row>({ column, place, usual }: SortHeaderProps<Row>) {
  const { sort, header, unseen } = column;
  if (sort === undefined || place === undefined)
    return (
      <th scope="col" className={cellClass(column)}>
        {unseen === true ? <span className="sr-only">{header}</span> : header}
      </th>
    );
  const current = place.location.sort ?? usual?.sort;
  const order = place.location.order ?? usual?.order;
  const active = current === sort.by;
  const next = active ? (order === "asc" ? "desc" : "asc") : sort.first;
  return (
    <th
      scope="col"
      className={cellClass(column)}
      aria-sort={active ? (order === "asc" ? "ascending" : "descending") : "none"}
    >
      <button
        type="button"
        className="inline-flex items-center gap-1 hover:text-accent [&_svg]:size-3.5"
        onClick={() => place.move({ sort: sort.by, order: next })}
      >
        {header}
        {active && (order === "asc" ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />)}
      </button>
    </th>
  );
}
