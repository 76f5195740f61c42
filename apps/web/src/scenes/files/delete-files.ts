import { khoj } from "../../khoj.ts";
import { queryClient } from "../../query-client.ts";
import { baseName } from "../../ui/file-name.ts";
import { later } from "../../ui/undo.ts";

/** Hides files at once and deletes them in ten seconds, unless it is undone. */
export function deleteFiles(names: readonly string[], stayOnDisk: boolean, space: string | undefined): void {
  const [first] = names;
  if (first === undefined) return;
  const label = names.length === 1 ? `${baseName(first)} deleted` : `${names.length} files deleted`;
  later(
    stayOnDisk ? `${label}; watched files stay on disk` : label,
    names.map((name) => `file:${name}`),
    async () => {
      await khoj.content.remove(names, { space });
      await queryClient.invalidateQueries();
    },
  );
}
