import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { khoj } from "../../khoj.ts";
import { useIndexing } from "../../shell/use-indexing.ts";
import { type NoteType, noteTypes } from "./find-location.ts";

/** The kinds of note there are to be found, in the order they are offered; read anew when files come or go. */
export function useNoteTypes(space: string | undefined): readonly NoteType[] {
  const files = useIndexing()?.text.files;
  const { data = [] } = useQuery({
    queryKey: ["files", "types", space, files],
    queryFn: ({ signal }) => khoj.content.types({ space, signal }),
    enabled: files !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const held = new Set<string>(data);
  return (Object.keys(noteTypes) as NoteType[]).filter((type) => held.has(type));
}
