import type { SearchAnswer } from "@khoj/client";
import type { SearchWay } from "@khoj/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { khoj } from "../../khoj.ts";
import { useIndexing } from "../../shell/use-indexing.ts";
import { useDebounced } from "../../ui/use-debounced.ts";
import type { FindLocation } from "./find-location.ts";
import { isUnfinished, keepPlaces } from "./keep-places.ts";

export const shownHits = 30;

export interface Found {
  readonly answer: SearchAnswer | undefined;
  readonly error: Error | null;
  readonly searching: boolean;
  /** What the answer is to; it lags a little behind what is typed. */
  readonly query: string;
  /** The answer is to what is asked now, not what stands until that comes. */
  readonly isCurrent: boolean;
  /** Meaning can be searched at all. */
  readonly meaning: boolean;
  /** The last word is taken for the beginning of one. */
  readonly unfinished: boolean;
}

/**
 * Results for what stands in the box: by words at once, its last word perhaps unfinished, and as soon as one rests by
 * meaning too. A search that is no longer wanted is cut off, never waited for.
 */
export function useSearch(text: string, type: FindLocation["type"], space: string | undefined): Found {
  const meaning = useMeaning();
  const typed = text.trim();
  const rested = useDebounced(typed, 60);
  const settled = useDebounced(typed, meaning ? 220 : 60);
  const words = useHits(rested, { type, space }, { how: "words", typing: true, enabled: meaning });
  const both = useHits(settled, { type, space }, { how: "both", typing: !meaning });
  const joined = both.data !== undefined && !both.isPlaceholderData && settled === rested;
  const unfinished = meaning && words.data !== undefined && isUnfinished(rested, words.data.hits);
  const answer = useMemo(() => {
    if (!meaning || words.data === undefined) return both.data;
    if (!joined || both.data === undefined) return words.data;
    // Whole words are all that meaning knows: what begins with the last one comes first while it may be unfinished.
    return unfinished ? { ...both.data, hits: keepPlaces(words.data.hits, both.data.hits) } : both.data;
  }, [meaning, joined, unfinished, words.data, both.data]);
  return {
    answer: typed === "" ? undefined : answer,
    isCurrent: answer === words.data ? !words.isPlaceholderData : !both.isPlaceholderData,
    error: both.error ?? words.error,
    searching: words.isFetching || both.isFetching || settled !== typed,
    query: rested,
    meaning,
    unfinished: !meaning || unfinished,
  };
}

/** Vectors are there to be searched, if not yet of everything. */
function useMeaning(): boolean {
  const meaning = useIndexing()?.meaning;
  return meaning?.state === "ready" && meaning.embedded > 0;
}

type Within = Pick<FindLocation, "type" | "space">;

interface Manner {
  readonly how: SearchWay;
  readonly typing?: boolean;
  readonly enabled?: boolean;
}

/** What was found before stands until the new is there. */
export function useHits(query: string, { type, space }: Within, { how, typing = false, enabled = true }: Manner) {
  return useQuery({
    queryKey: ["search", how, typing, query, type ?? "all", space],
    queryFn: ({ signal }) =>
      khoj.search.find({
        query,
        limit: shownHits,
        typing,
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
export function useExplanation(text: string, { type, space }: Within, hits?: number, typing?: boolean) {
  return useQuery({
    queryKey: ["explain", text.trim(), type ?? "all", space, hits, typing],
    queryFn: ({ signal }) =>
      khoj.search.explain({
        query: text.trim(),
        space,
        signal,
        ...(hits === undefined ? {} : { limit: hits }),
        ...(typing === true ? { typing } : {}),
        ...(type === undefined ? {} : { type }),
      }),
    staleTime: 5_000,
  });
}
