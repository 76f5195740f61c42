import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { khoj } from "../../khoj.ts";
import { KeyList } from "../../shell/keys-dialog.tsx";
import { Blank } from "../../ui/blank.tsx";
import { SceneTitle } from "../../ui/scene-title.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { ExclusionList } from "./exclusion-list.tsx";
import { IgnoreEditor } from "./ignore-editor.tsx";
import { LookChoice } from "./look-choice.tsx";
import { ModelList } from "./model-list.tsx";
import { ServerStatus } from "./server-status.tsx";
import { TimeZoneChoice } from "./time-zone-choice.tsx";

export function SettingsScene() {
  useTitle("Settings");
  const settings = useQuery({ queryKey: ["settings"], queryFn: ({ signal }) => khoj.account.settings(signal) });
  return (
    <div className="h-full overflow-y-auto">
      <SceneTitle title="Settings" />
      <div className="mx-auto flex w-full max-w-5xl flex-col px-4 pb-24 lg:px-6">
        {settings.error !== null && <Blank title="The settings could not be read">{settings.error.message}</Blank>}
        <Group title="Look" text="Kept in this browser.">
          <LookChoice />
        </Group>
        <Group title="Time zone" text="In which days are meant and shown: today, last week.">
          <TimeZoneChoice />
        </Group>
        <Group title="Models" text="What finds and what answers.">
          {settings.data !== undefined && <ModelList settings={settings.data} />}
        </Group>
        <Group
          title="Kept out"
          text="Patterns of names that are never read, by whatever way they come; one a line, as in .gitignore."
        >
          <IgnoreEditor />
          <ExclusionList />
        </Group>
        <Group title="Keys" text="Press ? anywhere to see them.">
          <KeyList />
        </Group>
        <Group title="This server" text="How it runs, and what is weaker than it could be.">
          <ServerStatus />
        </Group>
      </div>
    </div>
  );
}

function Group({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}) {
  return (
    <section
      aria-label={title}
      className="grid gap-x-8 gap-y-3 border-t border-line py-6 first:border-t-0 lg:grid-cols-[15rem_1fr]"
    >
      <div>
        <h2 className="font-semibold">{title}</h2>
        <p className="text-[0.92rem] text-ink-faint">{text}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
