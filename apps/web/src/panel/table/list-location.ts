import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

/** What stands behind `?` in the address of a list: its search, filters, order and page, so that back and reload work. */
export type ListLocation = Readonly<Record<string, string | undefined>>;

export interface ListPlace {
  readonly location: ListLocation;
  /** Changes some of it. Anything but another page begins with the first one again. */
  readonly move: (change: ListLocation) => void;
}

export function useListPlace(): ListPlace {
  const location: ListLocation = useSearch({ strict: false });
  const navigate = useNavigate();
  const move = useCallback(
    (change: ListLocation) => {
      const next = (previous: ListLocation) => ({ ...previous, page: undefined, ...change });
      void navigate({ to: ".", search: next as never, replace: !("page" in change) });
    },
    [navigate],
  );
  return { location, move };
}
