import type { SearchType } from "@khoj/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { khoj } from "../../khoj.ts";
import { useDebounced } from "../../ui/use-debounced.ts";
import type { FindLocation } from "./find-location.ts";

/** Results for what stands in the box. A search that is no longer wanted is cut off, never waited for. */
export function useSearch(text: string, type: SearchType | undefined, space: string | undefined) {
  const rested = useDebounced(text.trim(), 60);
  const query = useQuery({
    queryKey: ["search", rested, type ?? "all", space],
    queryFn: ({ signal }) =>
      khoj.search.find({
        query: rested,
        limit: 30,
        typing: true,
        space,
        signal,
        ...(type === undefined ? {} : { type }),
      }),
    enabled: rested !== "",
    placeholderData: keepPreviousData,
    staleTime: 2_000,
    // Notes may be on their way in while one looks for them.
    refetchInterval: (found) => (found.state.data?.hits.length === 0 ? 3_000 : false),
  });
  return {
    answer: text.trim() === "" ? undefined : query.data,
    error: query.error,
    searching: query.isFetching || rested !== text.trim(),
  };
}

/** Asked only when nothing was found: what was searched, and what may have been meant. */
export function useExplanation(text: string, { type, space }: Pick<FindLocation, "type" | "space">) {
  return useQuery({
    queryKey: ["explain", text.trim(), type ?? "all", space],
    queryFn: ({ signal }) =>
      khoj.search.explain({ query: text.trim(), space, signal, ...(type === undefined ? {} : { type }) }),
  });
}
