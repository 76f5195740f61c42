import { KeyList } from "../../shell/keys-dialog.tsx";
import { Group } from "../../ui/group.tsx";
import { LookChoice } from "./look-choice.tsx";
import { TimeZoneChoice } from "./time-zone-choice.tsx";

/** How the page looks and is used; kept in this browser. */
export function PagePart() {
  return (
    <>
      <Group title="Look" text="Kept in this browser.">
        <LookChoice />
      </Group>
      <Group title="Time zone" text="In which days are meant and shown: today, last week.">
        <TimeZoneChoice />
      </Group>
      <Group title="Keyboard" text="Press ? anywhere to see these.">
        <KeyList />
      </Group>
    </>
  );
}
