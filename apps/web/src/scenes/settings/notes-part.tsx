import { IndexingLine } from "../../shell/indexing-line.tsx";
import { Group } from "../../ui/group.tsx";
import { ExclusionList } from "./exclusion-list.tsx";
import { FoundBy } from "./found-by.tsx";
import { IgnoreEditor } from "./ignore-editor.tsx";

/** How notes are found, and what is kept out. */
export function NotesPart() {
  return (
    <>
      <Group title="Finding" text="How your notes are found.">
        <FoundBy />
        <IndexingLine className="mt-1" />
      </Group>
      <Group
        title="Kept out"
        text="Patterns of names that are never read, by whatever way they come; one a line, as in .gitignore."
      >
        <IgnoreEditor />
        <ExclusionList />
      </Group>
    </>
  );
}
