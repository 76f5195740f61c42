import type { Space } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { khoj } from "../khoj.ts";

/** Every space the person may read, their own one first; empty until it is known. */
export function useSpaces(): readonly Space[] {
  const { data } = useQuery({
    queryKey: ["spaces"],
    queryFn: ({ signal }) => khoj.spaces.list(signal),
    staleTime: 60_000,
  });
  return data ?? none;
}

/** A space's name, where it is another than the person's own. */
export function useSpaceName(id: string | undefined): string | undefined {
  return useSpaces().find((space) => space.id === id && space.kind === "shared")?.name;
}

export const mayWrite = ({ role }: Space): boolean => role !== "reader";

const none: readonly Space[] = [];
