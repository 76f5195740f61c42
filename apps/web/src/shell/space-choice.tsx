import type { Space } from "@khoj/contract";
import { useSpaces } from "./use-spaces.ts";

export interface SpaceChoiceProps {
  readonly label: string;
  /** What choosing none means: all one may read, or one's own. */
  readonly none: string;
  readonly space: string | undefined;
  /** Leaves out spaces in which what is to be done may not be done. */
  readonly takes?: (space: Space) => boolean;
  readonly className?: string;
  readonly onSpace: (space: string | undefined) => void;
}

/** Which space one means. Whoever has only their own is not asked. */
export function SpaceChoice({ label, none, space, takes = () => true, className, onSpace }: SpaceChoiceProps) {
  const spaces = useSpaces();
  if (spaces.length < 2) return null;
  return (
    <select
      aria-label={label}
      value={space ?? ""}
      onChange={(event) => onSpace(event.target.value === "" ? undefined : event.target.value)}
      className={className ?? "field field-sizing-content max-w-44 min-w-0 truncate"}
    >
      <option value="">{none}</option>
      {spaces
        .filter((candidate) => takes(candidate) || candidate.id === space)
        .map(({ id, name, kind }) => (
          <option key={id} value={id}>
            {kind === "personal" && none !== "All spaces" ? `${name} (yours)` : name}
          </option>
        ))}
    </select>
  );
}
