import type { SearchType } from "@khoj/contract";
import { SearchX } from "lucide-react";
import { Blank } from "../../ui/blank.tsx";
import { noteTypes } from "./find-location.ts";
import { useExplanation } from "./use-search.ts";

export interface NothingFoundProps {
  readonly text: string;
  readonly type: SearchType | undefined;
  readonly space: string | undefined;
  readonly onTry: (text: string) => void;
  readonly onAllTypes: () => void;
  readonly onAllSpaces: () => void;
}

/** What was searched, the nearest spelling, and what can be loosened. */
export function NothingFound({ text, type, space, onTry, onAllTypes, onAllSpaces }: NothingFoundProps) {
  const { data } = useExplanation(text, { type, space });
  const suggestion = data?.suggestion;
  return (
    <Blank icon={<SearchX aria-hidden />} title="Nothing found">
      {data !== undefined && (
        <p>
          {data.searched.chunks === 0
            ? "There is nothing to search yet within these limits."
            : `Searched ${data.searched.chunks.toLocaleString()} passages${type === undefined ? "" : ` of type ${noteTypes[type]}`}; none has these words.`}
        </p>
      )}
      {data?.query.problems.map((problem) => (
        <p key={problem} className="text-warn">
          {problem}
        </p>
      ))}
      {suggestion !== undefined && suggestion !== text && (
        <p>
          Nearest spelling:{" "}
          <button type="button" className="link" onClick={() => onTry(suggestion)}>
            {suggestion}
          </button>
        </p>
      )}
      {type !== undefined && (
        <p>
          <button type="button" className="link" onClick={onAllTypes}>
            Search all types
          </button>
        </p>
      )}
      {space !== undefined && (
        <p>
          <button type="button" className="link" onClick={onAllSpaces}>
            Search all spaces
          </button>
        </p>
      )}
    </Blank>
  );
}
