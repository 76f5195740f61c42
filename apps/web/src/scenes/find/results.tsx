import type { Hit, SearchAnswer } from "@khoj/client";
import { type KeyboardEvent, useCallback } from "react";
import { walkList } from "../../ui/walk-list.ts";
import type { FindLocation } from "./find-location.ts";
import { Result } from "./result.tsx";
import { plainWords } from "./snippet.ts";

export interface ResultsProps {
  readonly answer: SearchAnswer;
  readonly location: FindLocation;
  readonly onLeave: () => void;
}

export function Results({ answer, location, onLeave }: ResultsProps) {
  const noteIsOpen = location.open !== undefined;
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      // Esc steps back one thing at a time: the opened note closes first, and sees to it itself.
      if (event.key !== "Escape" || !noteIsOpen) walkList(event, "[data-result]", onLeave);
    },
    [noteIsOpen, onLeave],
  );
  return (
    <ol aria-label="Results" onKeyDown={onKeyDown} className="flex flex-col gap-0.5">
      {withoutRepeats(answer.hits).map((hit) => {
        const { file, start, end, space } = hit.additional;
        const isOpen =
          location.open === file && location.in === space && location.start === start && location.end === end;
        return (
          <li key={`${hit["corpus-id"]}:${start}`}>
            <Result hit={hit} isOpen={isOpen} />
          </li>
        );
      })}
    </ol>
  );
}

/** Neighbouring passages of one note may read the same once they are joined: the better one stands for both. */
function withoutRepeats(hits: readonly Hit[]): readonly Hit[] {
  const seen = new Set<string>();
  return hits.filter(({ entry, additional }) => {
    const text = `${additional.file}\n${plainWords(entry)}`;
    return !seen.has(text) && seen.add(text);
  });
}

/** One line that never changes its height: how much was found, and what took no part. */
export function describeAnswer({ hits, degraded }: SearchAnswer): string {
  const notes = new Set(hits.map(({ additional }) => `${additional.space ?? ""}/${additional.file}`)).size;
  const found =
    hits.length === 0
      ? "Nothing found"
      : `${hits.length === 1 ? "1 passage" : `${hits.length} passages`} in ${notes === 1 ? "1 note" : `${notes} notes`}`;
  if (degraded === undefined) return found;
  const reason = degraded.replace(/^words-only;?\s*/, "");
  return `${found} · by words only${reason === "" ? "" : `: ${reason}`}`;
}
