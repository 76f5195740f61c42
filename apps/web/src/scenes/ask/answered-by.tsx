import { useQuery } from "@tanstack/react-query";
import { khoj } from "../../khoj.ts";

/** Which model answers, and whether text left this machine for it. */
export function AnsweredBy() {
  const { data } = useQuery({
    queryKey: ["settings"],
    queryFn: ({ signal }) => khoj.account.settings(signal),
    staleTime: 60_000,
  });
  const model =
    data?.chat_model_options.find(({ id }) => id === data.selected_chat_model_config) ?? data?.chat_model_options[0];
  if (model === undefined) return <span />;
  return (
    <p className="min-w-0 truncate text-[0.84rem] text-ink-faint">
      {model.name}
      {model.id === quoting && " · nothing left this server"}
    </p>
  );
}

/** The answerer that needs no model (ours.md §4). */
const quoting = 1;
