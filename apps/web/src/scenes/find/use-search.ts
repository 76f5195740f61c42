import type { SearchAnswer } from "@khoj/client";
import type { SearchType, SearchWay } from "@khoj/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { khoj } from "../../khoj.ts";
import { useIndexing } from "../../shell/use-indexing.ts";
import { useDebounced } from "../../ui/use-debounced.ts";
import type { FindLocation } from "./find-location.ts";

export const shownHits = 30;

export interface Found {
  readonly answer: SearchAnswer | undefined;
  readonly error: Error | null;
  readonly searching: boolean;
  /** What the answer is to; it lags a little behind what is typed. */
  readonly query: string;
  /** Meaning can be searched at all. */
  readonly meaning: boolean;
}

/**
 * Results for what stands in the box: by words at once, and as soon as one rests by meaning too. A search that is no
 * longer wanted is cut off, never waited for.
 */
export function useSearch(text: string, type: SearchType | undefined, space: string | undefined): Found {
  const meaning = useMeaning();
  const typed = text.trim();
  const rested = useDebounced(typed, 60);
  const settled = useDebounced(typed, meaning ? 180 : 60);
  const words = useHits(rested, { type, space }, "words", meaning);
  const both = useHits(settled, { type, space }, "both", true);
  const joined = both.data !== undefined && !both.isPlaceholderData && settled === rested;
  const shown = !meaning || joined || words.data === undefined ? both : words;
  return {
    answer: typed === "" ? undefined : shown.data,
    error: both.error ?? words.error,
    searching: words.isFetching || both.isFetching || settled !== typed,
    query: rested,
    meaning,
  };
}

/** Vectors are there to be searched, if not yet of everything. */
function useMeaning(): boolean {
  const meaning = useIndexing()?.meaning;
  return meaning?.state === "ready" && meaning.embedded > 0;
}

type Within = Pick<FindLocation, "type" | "space">;

/** `placeholder`: what was found before stands until the new is there. */
export function useHits(query: string, { type, space }: Within, how: SearchWay, enabled: boolean) {
  return useQuery({
    queryKey: ["search", how, query, type ?? "all", space],
    queryFn: ({ signal }) =>
      khoj.search.find({
        query,
        limit: shownHits,
        typing: true,
        space,
        signal,
        ...(how === "both" ? {} : { how }),
        ...(type === undefined ? {} : { type }),
      }),
    enabled: enabled && query !== "",
    placeholderData: keepPreviousData,
    staleTime: 2_000,
    // Notes may be on their way in while one looks for them.
    refetchInterval: (found) => (how === "both" && found.state.data?.hits.length === 0 ? 3_000 : false),
  });
}

/** How the query was read and why each hit stands where it stands: asked only when somebody wants to know. */
export function useExplanation(text: string, { type, space }: Within, hits?: number) {
  return useQuery({
    queryKey: ["explain", text.trim(), type ?? "all", space, hits],
    queryFn: ({ signal }) =>
      khoj.search.explain({
        query: text.trim(),
        space,
        signal,
        ...(hits === undefined ? {} : { limit: hits, typing: true }),
        ...(type === undefined ? {} : { type }),
      }),
    staleTime: 5_000,
  });
}
