import { useQuery } from "@tanstack/react-query";
import { khoj } from "../khoj.ts";

/** What may answer this person, and what of it hears, speaks and sees. */
export const useChoices = () =>
  useQuery({
    queryKey: ["choices"],
    queryFn: ({ signal }) => khoj.account.modelChoices(signal),
    staleTime: 60_000,
  });
