import { useQueryClient } from "@tanstack/react-query";
import { useAct } from "../ui/use-act.ts";

/** An act on models; afterwards everything that shows or names a model is read anew. */
export function useModelAct() {
  const queries = useQueryClient();
  const { act, busy, problem } = useAct();
  const refresh = async (): Promise<void> => {
    const keys = ["models", "settings", "choices", "progress"];
    await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  };
  const run = (step: () => Promise<unknown>): Promise<boolean> =>
    act(async () => {
      await step();
      await refresh();
    });
  return { run, refresh, busy, problem };
}
