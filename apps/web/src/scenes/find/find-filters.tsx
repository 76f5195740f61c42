import type { SearchAnswer } from "@khoj/client";
import { SpaceChoice } from "../../shell/space-choice.tsx";
import { useIndexing } from "../../shell/use-indexing.ts";
import { describeAnswer } from "./describe-answer.ts";
import { type NoteType, noteTypes } from "./find-location.ts";
import { useNoteTypes } from "./use-note-types.ts";

export interface FindFiltersProps {
  readonly type: NoteType | undefined;
  readonly space: string | undefined;
  readonly onSpace: (space: string | undefined) => void;
  readonly onType: (type: NoteType | undefined) => void;
  /** Said in a line that is always there, so that nothing jumps. */
  readonly answer: SearchAnswer | undefined;
}

export function FindFilters({ type, space, onType, onSpace, answer }: FindFiltersProps) {
  const progress = useIndexing();
  const said = answer === undefined ? "" : describeAnswer(answer, progress);
  return (
    <div className="mt-1.5 flex min-h-7 flex-wrap sm:flex-nowrap items-center justify-between gap-x-3 px-1 text-[0.84rem] has-[select]:flex-wrap has-[select]:[&>output]:min-h-5 has-[select]:[&>output]:basis-full has-[select]:[&>output]:text-left">
      <TypeChoice type={type} space={space} onType={onType} />
      <SpaceChoice
        label="Space to find in"
        none="All spaces"
        space={space}
        onSpace={onSpace}
        className="min-h-7 max-w-36 min-w-18 flex-1 rounded-md sm:field-sizing-content sm:max-w-48 sm:flex-none bg-transparent px-1 text-ink-soft hover:bg-hover"
      />
      <output
        aria-live="polite"
        className="ml-auto min-w-0 truncate text-right text-ink-faint tabular-nums max-sm:min-h-5 max-sm:basis-full max-sm:text-left"
        title={said}
      >
        {said}
      </output>
    </div>
  );
}

/** Nothing to choose where all is of one kind, unless an address asks for another. */
function TypeChoice({ type, space, onType }: Pick<FindFiltersProps, "type" | "space" | "onType">) {
  const held = useNoteTypes(space);
  const offered = (Object.keys(noteTypes) as NoteType[]).filter((known) => held.includes(known) || known === type);
  if (offered.length < 2 && type === undefined) return <span className="min-h-7" />;
  return (
    <fieldset className="side-scroll flex min-w-0 gap-0.5">
      <legend className="sr-only">Type of note</legend>
      {[undefined, ...offered].map((value) => (
        <button
          key={value ?? "all"}
          type="button"
          aria-pressed={type === value}
          title={value === "plaintext" ? "Text, web pages, tables, books, presentations, mail, code" : undefined}
          onClick={() => onType(value)}
          className="min-h-7 shrink-0 rounded-md px-2 text-ink-soft hover:bg-hover aria-pressed:bg-accent-wash aria-pressed:font-semibold aria-pressed:text-accent-strong"
        >
          {value === undefined ? "All" : noteTypes[value]}
        </button>
      ))}
    </fieldset>
  );
}
