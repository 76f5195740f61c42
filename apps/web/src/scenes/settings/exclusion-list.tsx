import type { Exclusion } from "@khoj/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { khoj } from "../../khoj.ts";
import { timeZone } from "../../time-zone.ts";
import { Button } from "../../ui/button.tsx";
import { Moment } from "../../ui/moment.tsx";

/** Files deleted here while their folder is watched: they stay on disk, and out of the index until let in again. */
export function ExclusionList() {
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: ["exclusions"], queryFn: ({ signal }) => khoj.content.exclusions(signal) });
  if (data === undefined || data.length === 0) return null;
  const admit = async (exclusion: Exclusion): Promise<void> => {
    await khoj.content.removeExclusion(exclusion);
    await queries.invalidateQueries();
  };
  return (
    <div className="mt-6">
      <h3 className="font-medium">Files kept out by hand</h3>
      <p className="text-[0.92rem] text-ink-faint">
        Deleted in the page while their folder is watched; untouched on disk.
      </p>
      <ul aria-label="Files kept out by hand" className="mt-2 max-h-80 overflow-y-auto">
        {data.map((exclusion) => (
          <li key={exclusion.id} className="flex min-h-10 items-center gap-3 border-b border-line">
            <bdi className="min-w-0 flex-1 truncate" title={exclusion.file_name}>
              {exclusion.file_name}
            </bdi>
            <Moment at={exclusion.created_at} zone={timeZone()} className="text-[0.86rem] text-ink-faint" />
            <Button
              look="quiet"
              aria-label={`Let ${exclusion.file_name} in again`}
              onClick={() => void admit(exclusion)}
            >
              Let in again
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
