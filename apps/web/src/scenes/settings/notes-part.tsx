import { useQuery } from "@tanstack/react-query";
import { khoj } from "../../khoj.ts";
import { Group } from "../../ui/group.tsx";
import { Problem } from "../../ui/problem.tsx";
import { ExclusionList } from "./exclusion-list.tsx";
import { IgnoreEditor } from "./ignore-editor.tsx";
import { ModelList } from "./model-list.tsx";

/** What is read, and what answers. */
export function NotesPart() {
  const settings = useQuery({ queryKey: ["settings"], queryFn: ({ signal }) => khoj.account.settings(signal) });
  return (
    <>
      <Group title="Models" text="What finds and what answers.">
        <Problem>{settings.error?.message}</Problem>
        {settings.data !== undefined && <ModelList settings={settings.data} />}
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
