import { useCallback, useEffect, useState } from "react";
import type { Range } from "../../ui/find-words.ts";

/** Where the note should be scrolled to. A new object each time, so that the same place can be asked for again. */
export interface Target {
  readonly offset: number;
  /** Index of the marked word to show as the current one; -1 for the passage as a whole. */
  readonly mark: number;
  /** The reader went there; else it is where the note was opened. */
  readonly walked?: boolean;
}

export interface Places {
  readonly count: number;
  /** 1-based; 0 before the first step. */
  readonly current: number;
  readonly target: Target | undefined;
  readonly step: (by: 1 | -1) => void;
}

/** Walks through the marked words, beginning at the passage. */
export function usePlaces(marks: readonly Range[], passage: Range | undefined): Places {
  const [target, setTarget] = useState<Target>();
  useEffect(() => {
    if (passage !== undefined) setTarget({ offset: passage.start, mark: firstWithin(marks, passage) });
    else if (marks[0] !== undefined) setTarget({ offset: marks[0].start, mark: 0 });
    else setTarget(undefined);
  }, [marks, passage]);

  const step = useCallback(
    (by: 1 | -1) => {
      setTarget((previous) => {
        if (marks.length === 0) return previous;
        const next = ((previous?.mark ?? -1) + by + marks.length) % marks.length;
        return { offset: marks[next]?.start ?? 0, mark: next, walked: true };
      });
    },
    [marks],
  );
  return { count: marks.length, current: (target?.mark ?? -1) + 1, target, step };
}

const firstWithin = (marks: readonly Range[], passage: Range): number =>
  marks.findIndex(({ start }) => start >= passage.start && start < passage.end);
