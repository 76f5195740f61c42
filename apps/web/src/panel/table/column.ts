import { clsx } from "clsx";
import type { ReactNode } from "react";

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** The head is read aloud only. */
  readonly unseen?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** The server's name of the order by this column, and which way it begins. */
  readonly sort?: { readonly by: string; readonly first: "asc" | "desc" };
  /** Left out where the list is narrow. */
  readonly wide?: boolean;
  readonly numeric?: boolean;
}

export interface Order {
  readonly sort: string;
  readonly order: "asc" | "desc";
}

export const cellClass = (column: Pick<Column<never>, "wide" | "numeric"> | undefined): string =>
  clsx(column?.wide === true && "@max-3xl:hidden", column?.numeric === true && "text-right tabular-nums");
