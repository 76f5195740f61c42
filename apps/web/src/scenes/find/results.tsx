import type { Hit, SearchAnswer } from "@khoj/client";
import { ArrowDownWideNarrow, Columns2 } from "lucide-react";
import { type KeyboardEvent, lazy, Suspense, useCallback, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { walkList } from "../../ui/walk-list.ts";
import type { FindLocation } from "./find-location.ts";
import { passageOf } from "./keep-places.ts";
import { Result } from "./result.tsx";
import { plainWords } from "./snippet.ts";
import { useSteadyHits } from "./use-steady-hits.ts";

const Why = lazy(async () => ({ default: (await import("./why.tsx")).Why }));

export interface ResultsProps {
  readonly answer: SearchAnswer;
  readonly isCurrent: boolean;
  /** What they answer. */
  readonly query: string;
  readonly unfinished: boolean;
  readonly location: FindLocation;
  readonly onLeave: () => void;
  /** Shows words and both side by side; undefined where meaning takes no part. */
  readonly onCompare: (() => void) | undefined;
}

export function Results({ answer, isCurrent, query, unfinished, location, onLeave, onCompare }: ResultsProps) {
  const list = useRef<HTMLOListElement>(null);
  const { hits, sort } = useSteadyHits(answer.hits, { asked: askedOf(query, location), isCurrent }, list);
  const [explained, setExplained] = useState<string>();
  const noteIsOpen = location.open !== undefined;
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      // Esc steps back one thing at a time: the opened note closes first, and sees to it itself.
      if (event.key !== "Escape" || !noteIsOpen) walkList(event, "[data-result]", onLeave);
    },
    [noteIsOpen, onLeave],
  );
  return (
    <>
      {onCompare !== undefined && (
        <div className="flex min-h-9 items-center justify-between gap-2 px-2 text-[0.84rem]">
          {sort === undefined ? (
            <span />
          ) : (
            <Button look="quiet" className={small} icon={<ArrowDownWideNarrow aria-hidden />} onClick={sort}>
              Meaning has joined: best first
            </Button>
          )}
          <Button look="quiet" className={small} icon={<Columns2 aria-hidden />} onClick={onCompare}>
            Compare words and both
          </Button>
        </div>
      )}
      <ol ref={list} aria-label="Results" onKeyDown={onKeyDown} className="flex flex-col gap-0.5">
        {withoutRepeats(hits).map((hit) => {
          const passage = passageOf(hit);
          const isExplained = explained === passage;
          return (
            <li key={passage}>
              <Result
                hit={hit}
                isOpen={isOpenAt(hit, location)}
                isExplained={isExplained}
                onExplain={() => setExplained(isExplained ? undefined : passage)}
              />
              {isExplained && (
                <Suspense fallback={<div className="h-28" />}>
                  <Why hit={hit} query={query} location={location} unfinished={unfinished} />
                </Suspense>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

const small = "min-h-8! text-[0.84rem]!";

/** Another question, and so another list: its words, or where they are looked for. */
const askedOf = (query: string, { type, space }: FindLocation): string => JSON.stringify([query, type, space]);

const isOpenAt = ({ additional: { file, start, end, space } }: Hit, { open, in: within, ...at }: FindLocation) =>
  open === file && within === space && at.start === start && at.end === end;

/** Neighbouring passages of one note may read the same once they are joined: the better one stands for both. */
function withoutRepeats(hits: readonly Hit[]): readonly Hit[] {
  const seen = new Set<string>();
  return hits.filter(({ entry, additional }) => {
    const text = `${additional.file}\n${plainWords(entry)}`;
    return !seen.has(text) && seen.add(text);
  });
}
