import { Group } from "../../ui/group.tsx";
import { ServerStatus } from "./server-status.tsx";

export function ServerPart() {
  return (
    <Group title="This server" text="How it runs, and what is weaker than it could be.">
      <ServerStatus />
    </Group>
  );
}
