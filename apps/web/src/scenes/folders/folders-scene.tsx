import { useQuery } from "@tanstack/react-query";
import { FolderOpen } from "lucide-react";
import { khoj } from "../../khoj.ts";
import { Blank } from "../../ui/blank.tsx";
import { SceneTitle } from "../../ui/scene-title.tsx";
import { useHidden } from "../../ui/undo.ts";
import { useTitle } from "../../ui/use-title.ts";
import { AddFolder } from "./add-folder.tsx";
import { FolderCard } from "./folder-card.tsx";

/** The folders that are kept in step, and how they are. */
export function FoldersScene() {
  useTitle("Folders");
  const hidden = useHidden();
  const { data, error } = useQuery({
    queryKey: ["folders"],
    queryFn: ({ signal }) => khoj.folders.list(signal),
    refetchInterval: (query) => (query.state.data?.some(({ state }) => state === "scanning") === true ? 700 : 4_000),
  });
  const shown = (data ?? []).filter(({ id }) => !hidden.has(`folder:${id}`));
  return (
    <div className="h-full overflow-y-auto">
      <SceneTitle title="Folders" />
      <div className="mx-auto flex w-full max-w-5xl flex-col gap-4 px-4 pb-28 lg:px-6">
        <p className="max-w-2xl text-ink-soft">
          Notes in these folders are read and kept in step. Nothing in them is ever changed. The paths are those of the
          machine that runs Khoj.
        </p>
        <AddFolder />
        {error !== null && <Blank title="The folders could not be listed">{error.message}</Blank>}
        {data !== undefined && shown.length === 0 && (
          <Blank icon={<FolderOpen aria-hidden />} title="No folder is watched yet">
            Add one by its path, such as <code className="font-mono text-[0.9em]">/home/me/notes</code>.
          </Blank>
        )}
        <ul aria-label="Watched folders" className="flex flex-col gap-3">
          {shown.map((folder) => (
            <li key={folder.id}>
              <FolderCard folder={folder} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
