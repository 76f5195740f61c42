import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Blank } from "../../ui/blank.tsx";
import { NotYet } from "../section.tsx";
import { DataTable, type DataTableProps } from "./data-table.tsx";
import { type Filter, Filters } from "./filters.tsx";
import type { ListPlace } from "./list-location.ts";
import { Pager } from "./pager.tsx";
import { SearchBox } from "./search-box.tsx";

interface Page {
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

export interface ListViewProps<Row> extends DataTableProps<Row> {
  readonly place: ListPlace;
  readonly list: UseQueryResult<Page>;
  /** What is listed, as it stands in a sentence: `users`. */
  readonly what: string;
  /** One of them: `user`. */
  readonly noun: string;
  /** What the search box takes. */
  readonly hint: string;
  readonly filters?: readonly Filter[];
  /** What is said where there is nothing at all yet. */
  readonly empty: ReactNode;
  /** Between the filters and the list: the action menu. */
  readonly bar?: ReactNode;
}

const noFilters: readonly Filter[] = [];

/** A list of the panel: search and filters above it, the list itself or an honest word in its place, its pages below. */
export function ListView<Row extends object>(props: ListViewProps<Row>) {
  const { place, list, what, noun, hint, filters = noFilters, empty, bar, rows } = props;
  const narrowed = place.location.q !== undefined || filters.some(({ key }) => place.location[key] !== undefined);
  return (
    <>
      <search className="flex flex-wrap items-center gap-2 px-4 py-3 lg:px-6">
        <SearchBox place={place} label={`Search ${what}`} hint={hint} />
        <Filters place={place} filters={filters} />
      </search>
      {bar}
      {list.data === undefined && <NotYet error={list.error} what={what} onRetry={() => void list.refetch()} />}
      {list.data !== undefined && rows.length === 0 && (
        <Blank title={narrowed ? `No ${noun} is like that` : `No ${what} yet`}>
          {narrowed ? <p>Search for less, or show all.</p> : empty}
        </Blank>
      )}
      {list.data !== undefined && rows.length > 0 && (
        <div className="px-1 pb-4 lg:px-3" aria-busy={list.isPlaceholderData}>
          <DataTable {...props} />
          <div className="px-3 pt-3">
            <Pager place={place} {...list.data} noun={noun} />
          </div>
        </div>
      )}
    </>
  );
}
