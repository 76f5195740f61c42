import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { khoj } from "../../khoj.ts";
import { Button } from "../../ui/button.tsx";

/** The person's own list of what is never read. */
export function IgnoreEditor() {
  const queries = useQueryClient();
  const { data, error } = useQuery({ queryKey: ["ignore"], queryFn: ({ signal }) => khoj.content.ignoreRules(signal) });
  const [draft, setDraft] = useState<string>();
  const [said, setSaid] = useState("");
  const text = draft ?? data ?? "";
  const save = async (): Promise<void> => {
    try {
      await khoj.content.saveIgnoreRules(text);
      await queries.invalidateQueries();
      setDraft(undefined);
      setSaid("Saved.");
    } catch (problem) {
      setSaid(problem instanceof Error ? problem.message : String(problem));
    }
  };
  if (error !== null) return <p className="text-danger">{error.message}</p>;
  return (
    <div className="flex flex-col gap-2">
      <textarea
        aria-label="Patterns of names that are never read"
        rows={Math.min(14, Math.max(4, text.split("\n").length + 1))}
        spellCheck={false}
        placeholder={"drafts/\n*.bak\n!keep.bak"}
        value={text}
        onChange={(event) => {
          setDraft(event.target.value);
          setSaid("");
        }}
        className="field w-full font-mono text-[0.88rem] leading-relaxed"
      />
      <div className="flex items-center gap-3">
        <Button look="strong" disabled={draft === undefined || draft === data} onClick={() => void save()}>
          Save patterns
        </Button>
        <span role="status" className="text-[0.92rem] text-ink-soft">
          {said}
        </span>
      </div>
    </div>
  );
}
