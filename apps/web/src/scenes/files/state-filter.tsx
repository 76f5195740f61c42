import type { FileState } from "@khoj/contract";
import { stateNames } from "./state-names.ts";

export interface StateFilterProps {
  readonly counts: Readonly<Partial<Record<FileState, number>>> | undefined;
  readonly state: FileState | undefined;
  readonly onState: (state: FileState | undefined) => void;
}

export function StateFilter({ counts, state, onState }: StateFilterProps) {
  const total = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
  const choices: readonly (readonly [FileState | undefined, string, number])[] = [
    [undefined, "All", total],
    ...(Object.keys(stateNames) as FileState[]).map(
      (value) => [value, stateNames[value], counts?.[value] ?? 0] as const,
    ),
  ];
  return (
    <fieldset className="mx-auto flex w-full max-w-5xl gap-1 overflow-x-auto px-3 pb-2 text-[0.92rem] lg:px-5">
      <legend className="sr-only">State of the files</legend>
      {choices.map(([value, name, count]) => (
        <button
          key={name}
          type="button"
          aria-pressed={state === value}
          disabled={count === 0 && value !== state && value !== undefined}
          onClick={() => onState(value)}
          className="flex min-h-8 shrink-0 items-center gap-1.5 rounded-lg px-2.5 text-ink-soft hover:bg-hover disabled:opacity-45 aria-pressed:bg-accent-wash aria-pressed:font-semibold aria-pressed:text-accent-strong"
        >
          {name}
          <span className="tabular-nums opacity-80">{counts === undefined ? "" : count.toLocaleString()}</span>
        </button>
      ))}
    </fieldset>
  );
}
