import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { type ListLocation, type ListPlace, useListPlace } from "./list-location.ts";

/** A list of the panel as its address asks for it; while the next one is fetched the last one stays. */
export function useAdminList<Answer>(
  name: string,
  fetch: (location: ListLocation, signal: AbortSignal) => Promise<Answer>,
): { readonly place: ListPlace; readonly list: UseQueryResult<Answer> } {
  const place = useListPlace();
  const list = useQuery({
    queryKey: ["admin", name, place.location],
    queryFn: ({ signal }) => fetch(place.location, signal),
    placeholderData: keepPreviousData,
  });
  return { place, list };
}
