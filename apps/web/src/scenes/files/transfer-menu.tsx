import { ChevronDown } from "lucide-react";
import { mayWrite, useSpaces } from "../../shell/use-spaces.ts";
import { Button } from "../../ui/button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { copyFiles, type Destination, moveFiles } from "./move-files.ts";

/** To another space: moved, or copied. Not there for whoever has nowhere to go. */
export function TransferMenu({
  names,
  from,
  onDone,
}: {
  readonly names: readonly string[];
  /** The space they are in; one's own when absent. */
  readonly from: string | undefined;
  readonly onDone?: () => void;
}) {
  const spaces = useSpaces();
  const source = spaces.find(({ id, kind }) => (from === undefined ? kind === "personal" : id === from));
  const targets = spaces.filter((space) => space.id !== source?.id && mayWrite(space));
  if (source === undefined || targets.length === 0) return null;
  const act = (step: typeof moveFiles, to: Destination) => (): void => {
    step(names, source.id, to);
    onDone?.();
  };
  return (
    <Menu
      label="To another space"
      trigger={
        <Button look="quiet">
          To a space
          <ChevronDown aria-hidden />
        </Button>
      }
      items={[
        ...(mayWrite(source)
          ? targets.map((to) => ({ label: `Move to ${to.name}`, onSelect: act(moveFiles, to) }))
          : []),
        ...targets.map((to) => ({ label: `Copy to ${to.name}`, onSelect: act(copyFiles, to) })),
      ]}
    />
  );
}
