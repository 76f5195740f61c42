import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { khoj } from "../../khoj.ts";

/** The sample notes share this folder, so that they are known as such and can go together. */
export const sampleFolder = "Khoj sample/";

/** Shown while sample notes are among one's own: takes them out again in one click. */
export function SampleLine() {
  const queries = useQueryClient();
  const [problem, setProblem] = useState("");
  const { data } = useQuery({
    queryKey: ["files", "sample"],
    queryFn: ({ signal }) => khoj.content.status({ name: sampleFolder, signal }),
  });
  const names = (data?.items ?? []).map((item) => item.file_name).filter((name) => name.startsWith(sampleFolder));
  if (names.length === 0) return null;
  const remove = async (): Promise<void> => {
    try {
      await khoj.content.remove(names);
      await queries.invalidateQueries();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <p className="mb-2 flex flex-wrap items-center gap-x-2 rounded-lg bg-sunken px-3 py-2 text-[0.94rem] text-ink-soft">
      {names.length} sample notes are here to try things on.
      <button type="button" className="link" onClick={() => void remove()}>
        Remove the sample
      </button>
      {problem !== "" && <span className="text-danger">{problem}</span>}
    </p>
  );
}
