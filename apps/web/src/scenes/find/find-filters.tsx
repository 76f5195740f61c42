import type { SearchType } from "@khoj/contract";
import { SpaceChoice } from "../../shell/space-choice.tsx";
import { noteTypes } from "./find-location.ts";

export interface FindFiltersProps {
  readonly type: SearchType | undefined;
  readonly space: string | undefined;
  readonly onSpace: (space: string | undefined) => void;
  readonly onType: (type: SearchType | undefined) => void;
  /** What was found, in a line that is always there, so that nothing jumps. */
  readonly said: string;
}

export function FindFilters({ type, space, onType, onSpace, said }: FindFiltersProps) {
  const choices: readonly (readonly [SearchType | undefined, string])[] = [
    [undefined, "All"],
    ...(Object.entries(noteTypes) as [SearchType, string][]),
  ];
  return (
    <div className="mt-1.5 flex min-h-7 items-center justify-between gap-x-3 px-1 text-[0.84rem] has-[select]:flex-wrap has-[select]:[&>output]:min-h-5 has-[select]:[&>output]:basis-full has-[select]:[&>output]:text-left">
      <fieldset className="flex shrink-0 gap-0.5">
        <legend className="sr-only">Type of note</legend>
        {choices.map(([value, name]) => (
          <button
            key={name}
            type="button"
            aria-pressed={type === value}
            onClick={() => onType(value)}
            className="min-h-7 rounded-md px-2 text-ink-soft hover:bg-hover aria-pressed:bg-accent-wash aria-pressed:font-semibold aria-pressed:text-accent-strong"
          >
            {name}
          </button>
        ))}
      </fieldset>
      <SpaceChoice
        label="Space to find in"
        none="All spaces"
        space={space}
        onSpace={onSpace}
        className="min-h-7 max-w-36 min-w-18 flex-1 rounded-md sm:field-sizing-content sm:max-w-48 sm:flex-none bg-transparent px-1 text-ink-soft hover:bg-hover"
      />
      <output
        aria-live="polite"
        className="ml-auto min-w-0 truncate text-right text-ink-faint tabular-nums"
        title={said}
      >
        {said}
      </output>
    </div>
  );
}
