import { KhojError } from "@khoj/contract";
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { connection } from "./shell/reachability.ts";

/** Failures are shown where they happen; only a server that does not answer at all is everybody's business. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => noteUnreachable(error),
    onSuccess: () => connection.answered(),
  }),
  defaultOptions: {
    queries: { retry: false, staleTime: 5_000, refetchOnWindowFocus: true, networkMode: "always" },
    mutations: { retry: false, networkMode: "always", onError: (error) => noteUnreachable(error) },
  },
});

connection.onReturn(() => void queryClient.invalidateQueries());

function noteUnreachable(error: unknown): void {
  if (error instanceof KhojError && error.code === "unavailable" && error.details.status === undefined) {
    connection.lost();
  }
}
