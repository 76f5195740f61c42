import type { Settings } from "@khoj/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useState } from "react";
import { khoj } from "../../khoj.ts";
import { Button } from "../../ui/button.tsx";

/** What there is, nothing that is only planned. */
export function ModelList({ settings }: { readonly settings: Settings }) {
  const queries = useQueryClient();
  const [problem, setProblem] = useState("");
  const choose = async (id: number): Promise<void> => {
    try {
      await khoj.account.chooseChatModel(id);
      await queries.invalidateQueries({ queryKey: ["settings"] });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const options = settings.chat_model_options;
  return (
    <div className="flex flex-col gap-3">
      <p>
        <span className="font-medium">Search:</span> <FoundBy />
      </p>
      <ul aria-label="Models that answer" className="flex flex-col gap-2">
        {options.map(({ id, name, strengths }) => {
          const used = id === settings.selected_chat_model_config || options.length === 1;
          return (
            <li key={id} className="flex items-center gap-3 rounded-xl border border-line bg-surface px-4 py-3">
              <div className="min-w-0 flex-1">
                <p className="font-medium">{name}</p>
                {strengths !== null && <p className="text-[0.92rem] text-ink-soft">{strengths}</p>}
              </div>
              {used ? (
                <span className="flex items-center gap-1 text-[0.92rem] font-medium text-good">
                  <Check className="size-4" aria-hidden />
                  answers
                </span>
              ) : (
                <Button onClick={() => void choose(id)}>Use</Button>
              )}
            </li>
          );
        })}
      </ul>
      {problem !== "" && (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Said as the server says it with every search: by words and meaning, or why by words only. */
function FoundBy() {
  const { data } = useQuery({
    queryKey: ["search", "how"],
    queryFn: ({ signal }) => khoj.search.find({ query: "how", limit: 1, signal }),
    staleTime: 60_000,
  });
  if (data === undefined) return null;
  const reason = data.degraded?.replace(/^words-only;?\s*/, "");
  return (
    <span className="text-ink-soft">
      {reason === undefined
        ? "by words and by meaning"
        : `by words, small slips forgiven${reason === "" ? "" : `; ${reason}`}`}
    </span>
  );
}
