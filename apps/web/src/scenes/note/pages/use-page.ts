import type { PageLayout } from "@khoj/contract";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { khoj } from "../../../khoj.ts";
import type { Target } from "../use-places.ts";
import { findPage } from "./find-page.ts";

export interface ShownPage {
  readonly page: number;
  readonly layout: PageLayout | undefined;
  readonly error: Error | null;
  readonly turnTo: (page: number) => void;
}

/** The page that is shown: the one asked for first, then the one each next place stands on. */
export function usePage(
  fileName: string,
  space: string | undefined,
  asked: number | undefined,
  target: Target | undefined,
): ShownPage {
  const queries = useQueryClient();
  const [page, setPage] = useState(asked ?? 1);
  useEffect(() => {
    if (asked !== undefined) setPage(asked);
  }, [asked]);
  useEffect(() => {
    // The page that was asked for is shown first, wherever the first place is.
    if (target === undefined || (asked !== undefined && target.walked !== true)) return;
    let wanted = true;
    const read = (number: number) => queries.fetchQuery(layoutOf(fileName, space, number));
    findPage(target.offset, asked ?? 1, read).then(
      (found) => wanted && setPage(found),
      // The page that cannot be read says so itself.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [target, asked, fileName, space, queries]);
  const { data, error } = useQuery(layoutOf(fileName, space, page));
  return {
    page,
    layout: data?.page === page ? data : undefined,
    error,
    turnTo: (to) => setPage(Math.min(Math.max(1, Math.round(to)), data?.pages ?? to)),
  };
}

const layoutOf = (fileName: string, space: string | undefined, page: number) =>
  queryOptions({
    queryKey: ["page", fileName, space, page],
    queryFn: ({ signal }) => khoj.content.page(fileName, page, { space, signal }),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
