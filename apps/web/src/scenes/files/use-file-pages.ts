import type { FileItem } from "@khoj/client";
import type { FileState } from "@khoj/contract";
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { khoj } from "../../khoj.ts";

const pageSize = 100;

export interface FilePages {
  readonly count: number;
  readonly counts: Readonly<Partial<Record<FileState, number>>> | undefined;
  /** Undefined while its page is on the way. */
  readonly at: (index: number) => FileItem | undefined;
  readonly loaded: readonly FileItem[];
  readonly onRange: (first: number, last: number) => void;
  readonly error: Error | null;
}

/** A list of any number of files of which only the pages in sight are fetched. */
export function useFilePages(name: string, state: FileState | undefined, space: string | undefined): FilePages {
  const [pages, setPages] = useState<readonly number[]>([0]);
  const options = (page: number) => ({
    queryKey: ["files", "page", name, state ?? "all", space, page],
    queryFn: ({ signal }: { signal: AbortSignal }) => khoj.content.status({ name, state, page, space, signal }),
    staleTime: 3_000,
  });
  const first = useQuery({ ...options(0), placeholderData: keepPreviousData, refetchInterval: settling });
  const rest = useQueries({ queries: pages.filter((page) => page > 0).map(options) });
  const wanted = pages.filter((page) => page > 0);
  const byPage = new Map([[0, first.data], ...wanted.map((page, index) => [page, rest[index]?.data] as const)]);

  const at = (index: number): FileItem | undefined => byPage.get(Math.floor(index / pageSize))?.items[index % pageSize];
  const onRange = useCallback((from: number, to: number) => {
    const next = pagesOf(from, to);
    setPages((before) => (next.every((page) => before.includes(page)) ? before : next));
  }, []);
  return {
    at,
    onRange,
    counts: first.data?.counts,
    count: countOf(first.data?.counts, name, state, byPage),
    loaded: [...byPage.values()].flatMap((page) => page?.items ?? []),
    error: first.error,
  };
}

const pagesOf = (from: number, to: number): readonly number[] => {
  const first = Math.max(0, Math.floor(from / pageSize) - 1);
  return Array.from({ length: Math.floor(to / pageSize) + 2 - first }, (_, index) => first + index);
};

/** Files that wait are looked at again by themselves. */
const settling = (query: {
  readonly state: { readonly data?: { readonly counts: Partial<Record<FileState, number>> } | undefined };
}) => ((query.state.data?.counts.queued ?? 0) > 0 ? 1_500 : 10_000);

/** The server counts by state; within a name the end is known once a page is not full. */
function countOf(
  counts: FilePages["counts"],
  name: string,
  state: FileState | undefined,
  byPage: ReadonlyMap<number, { readonly items: readonly FileItem[] } | undefined>,
): number {
  if (counts === undefined) return 0;
  const total =
    state === undefined ? Object.values(counts).reduce((sum, count) => sum + count, 0) : (counts[state] ?? 0);
  if (name === "") return total;
  let known = 0;
  for (const [page, data] of byPage) {
    if (data === undefined) continue;
    known = Math.max(known, page * pageSize + data.items.length + (data.items.length === pageSize ? 1 : 0));
  }
  return Math.min(total, known);
}
