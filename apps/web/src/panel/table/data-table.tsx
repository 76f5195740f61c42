import {
  type ColumnDef,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type KeyboardEvent, useMemo } from "react";
import { walkList } from "../../ui/walk-list.ts";
import { type Column, cellClass, type Order } from "./column.ts";
import type { ListPlace } from "./list-location.ts";
import { SortHeader } from "./sort-header.tsx";

export interface Selection {
  readonly chosen: RowSelectionState;
  readonly onChosen: (update: RowSelectionState | ((before: RowSelectionState) => RowSelectionState)) => void;
}

export interface DataTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** What a row is called when it is chosen: 'Choose ann@example.org'. */
  readonly nameOf: (row: Row) => string;
  readonly place?: ListPlace;
  /** How the list is ordered while the address does not say. */
  readonly usual?: Order;
  readonly selection?: Selection;
}

const features = tableFeatures({ rowSelectionFeature });
const nothingChosen: RowSelectionState = {};
const unselected = (): void => undefined;

/** A dense list: sorted by its heads, chosen by its checkboxes, walked with the arrow keys. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, rows, columns, keyOf, nameOf, place, usual, selection } = props;
  const definitions = useMemo(() => columns.map((column) => define(column)), [columns]);
  const table = useTable({
    features,
    data: rows as Row[],
    columns: definitions,
    getRowId: keyOf,
    state: { rowSelection: selection?.chosen ?? nothingChosen },
    onRowSelectionChange: selection?.onChosen ?? unselected,
  });
  const byId = new Map(columns.map((column) => [column.id, column]));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp")
      walkList(event, "tbody input[type=checkbox]", () => undefined);
  };
  return (
    <table className="grid-table" aria-label={label} onKeyDown={onKeyDown}>
      <thead>
        <tr>
          {selection !== undefined && (
            <th scope="col" className="w-8">
              <input
                type="checkbox"
                aria-label="Choose all on this page"
                className="block size-4 translate-y-0.5 accent-accent"
                checked={table.getIsAllRowsSelected()}
                ref={(box) => {
                  if (box) box.indeterminate = table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected();
                }}
                onChange={table.getToggleAllRowsSelectedHandler()}
              />
            </th>
          )}
          {columns.map((column) => (
            <SortHeader key={column.id} column={column} place={place} usual={usual} />
          ))}
        </tr>
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id} aria-selected={selection === undefined ? undefined : row.getIsSelected()}>
            {selection !== undefined && (
              <td>
                <input
                  type="checkbox"
                  aria-label={`Choose ${nameOf(row.original)}`}
                  className="block size-4 translate-y-0.75 accent-accent"
                  checked={row.getIsSelected()}
                  onChange={row.getToggleSelectedHandler()}
                />
              </td>
            )}
            {row.getAllCells().map((cell) => (
              <td key={cell.id} className={cellClass(byId.get(cell.column.id))}>
                <table.FlexRender cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const define = <Row extends object>({ id, header, cell }: Column<Row>): ColumnDef<typeof features, Row> => ({
  id,
  header,
  cell: ({ row }) => cell(row.original),
});
