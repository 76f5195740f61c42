import type { IndexingProgress } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { khoj } from "../khoj.ts";

/** How far text and meaning have come; asked often only while something is under way. */
export function useIndexing(): IndexingProgress | undefined {
  return useQuery({
    queryKey: ["progress"],
    queryFn: ({ signal }) => khoj.content.progress(signal),
    staleTime: 2_000,
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data) ? 2_500 : 30_000),
  }).data;
}

const onItsWay: readonly IndexingProgress["meaning"]["state"][] = ["waiting", "getting", "loading"];

const isMoving = ({ text, meaning }: IndexingProgress): boolean =>
  text.waiting > 0 ||
  onItsWay.includes(meaning.state) ||
  (meaning.state === "ready" && !meaning.paused && meaning.embedded < meaning.passages);
