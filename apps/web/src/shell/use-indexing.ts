import type { IndexingProgress } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { khoj } from "../khoj.ts";

/** How far text and meaning have come; asked often only while something is under way. */
export function useIndexing(): IndexingProgress | undefined {
  const { data } = useQuery({
    queryKey: ["progress"],
    queryFn: ({ signal }) => khoj.content.progress(signal),
    staleTime: 2_000,
    refetchInterval: ({ state }) => (isTold(state.data) && isMoving(state.data) ? 2_500 : 30_000),
  });
  return isTold(data) ? data : undefined;
}

/** A server that embeds nothing answers the address as the name of an empty source. */
const isTold = (progress: IndexingProgress | undefined): progress is IndexingProgress =>
  progress?.meaning !== undefined;

const onItsWay: readonly IndexingProgress["meaning"]["state"][] = ["waiting", "getting", "loading"];

const isMoving = ({ text, meaning }: IndexingProgress): boolean =>
  text.waiting > 0 ||
  onItsWay.includes(meaning.state) ||
  (meaning.state === "ready" && !meaning.paused && meaning.embedded < meaning.passages);
