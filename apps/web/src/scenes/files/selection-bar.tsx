import type { FileItem } from "@khoj/client";
import { Trash2 } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { TransferMenu } from "./transfer-menu.tsx";

export interface SelectionBarProps {
  readonly chosen: ReadonlySet<string>;
  readonly loaded: readonly FileItem[];
  readonly space: string | undefined;
  readonly onChooseAll: (names: readonly string[]) => void;
  readonly onClear: () => void;
  readonly onDelete: () => void;
}

/** Actions on all chosen files at once. */
export function SelectionBar({ chosen, loaded, space, onChooseAll, onClear, onDelete }: SelectionBarProps) {
  if (chosen.size === 0) return null;
  const all = loaded.every(({ file_name }) => chosen.has(file_name));
  return (
    <div
      className="mx-auto flex w-full max-w-5xl flex-wrap items-center gap-2 px-4 pb-2 lg:px-6"
      role="toolbar"
      aria-label="Chosen files"
    >
      <span className="mr-auto font-medium tabular-nums" role="status">
        {chosen.size} chosen
      </span>
      {!all && (
        <Button look="quiet" onClick={() => onChooseAll(loaded.map(({ file_name }) => file_name))}>
          Choose the {loaded.length} listed
        </Button>
      )}
      <Button look="quiet" onClick={onClear}>
        Choose none
      </Button>
      <TransferMenu names={[...chosen]} from={space} onDone={onClear} />
      <Button look="danger" icon={<Trash2 aria-hidden />} onClick={onDelete}>
        Delete
      </Button>
    </div>
  );
}
