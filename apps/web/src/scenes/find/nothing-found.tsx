import type { SearchExplanation } from "@khoj/contract";
import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { ModelsLink } from "../../shell/models-link.tsx";
import { useIndexing } from "../../shell/use-indexing.ts";
import { Blank } from "../../ui/blank.tsx";
import { describeUnread } from "./describe-answer.ts";
import { type NoteType, noteTypes } from "./find-location.ts";
import { useExplanation } from "./use-search.ts";

export interface NothingFoundProps {
  readonly text: string;
  readonly type: NoteType | undefined;
  readonly space: string | undefined;
  readonly onTry: (text: string) => void;
  readonly onAllTypes: () => void;
  readonly onAllSpaces: () => void;
}

/** What was searched and how, the nearest spelling, and what can be loosened. */
export function NothingFound({ text, type, space, onTry, onAllTypes, onAllSpaces }: NothingFoundProps) {
  const { data } = useExplanation(text, { type, space });
  return (
    <Blank icon={<SearchX aria-hidden />} title="Nothing found">
      {data !== undefined && <WhatLooked explanation={data} type={type} />}
      {data?.query.problems.map((problem) => (
        <p key={problem} className="text-warn">
          {problem}
        </p>
      ))}
      {data !== undefined && <Looser explanation={data} text={text} onTry={onTry} />}
      {type !== undefined && <Loosen onClick={onAllTypes}>Search all types</Loosen>}
      {space !== undefined && <Loosen onClick={onAllSpaces}>Search all spaces</Loosen>}
      {data !== undefined && data.searched.chunks > 0 && (
        <p className="text-[0.92rem] text-ink-faint">Or try another word for it, fewer words, or a file's name.</p>
      )}
    </Blank>
  );
}

/** Words and meaning both looked, or why meaning did not. */
function WhatLooked({
  explanation: { query, searched, meaning },
  type,
}: {
  readonly explanation: SearchExplanation;
  readonly type: NoteType | undefined;
}) {
  const progress = useIndexing();
  if (searched.chunks === 0)
    return (
      <p>
        {query.phrases.length > 0
          ? "No passage has these words in a row, as the quotation marks ask."
          : "There is nothing to search yet within these limits."}
      </p>
    );
  const passages = `${searched.chunks.toLocaleString("en-GB")} passages${type === undefined ? "" : ` (${noteTypes[type]})`}`;
  const unread = describeUnread(progress);
  if (meaning.reason === null)
    return (
      <p>
        Searched {passages} by words and by meaning: none has these words, none is near enough in meaning.
        {unread !== "" && ` Not all is read yet: ${unread}.`}
      </p>
    );
  const mends = progress?.meaning.state === "off" || progress?.meaning.state === "failed";
  return (
    <>
      <p>Searched {passages} by words: none has them.</p>
      <p>
        Meaning did not look: {meaning.reason.replace(/\.$/, "")}. {mends && <ModelsLink>Models</ModelsLink>}
      </p>
    </>
  );
}

interface LooserProps {
  readonly explanation: SearchExplanation;
  readonly text: string;
  readonly onTry: (text: string) => void;
}

/** The same question spelt otherwise, without its quotation marks, without its filters. */
function Looser({ explanation: { query, suggestion }, text, onTry }: LooserProps) {
  const { type: _, ...filters } = query.filters;
  const filtered = Object.values(filters).some((filter) => (Array.isArray(filter) ? filter.length > 0 : true));
  const unquoted = text.replaceAll(/["“”„«»]/g, "").trim();
  const unfiltered = query.text.trim();
  return (
    <>
      {suggestion !== undefined && suggestion !== text && (
        <p>
          Nearest spelling: <Try onClick={() => onTry(suggestion)}>{suggestion}</Try>
        </p>
      )}
      {query.phrases.length > 0 && unquoted !== "" && (
        <p>
          Not as a phrase: <Try onClick={() => onTry(unquoted)}>{unquoted}</Try>
        </p>
      )}
      {filtered && unfiltered !== "" && unfiltered !== text.trim() && (
        <p>
          Without its filters: <Try onClick={() => onTry(unfiltered)}>{unfiltered}</Try>
        </p>
      )}
    </>
  );
}

interface PressProps {
  readonly onClick: () => void;
  readonly children: ReactNode;
}

const Try = ({ onClick, children }: PressProps) => (
  <button type="button" className="link" onClick={onClick}>
    {children}
  </button>
);

const Loosen = (props: PressProps) => (
  <p>
    <Try {...props} />
  </p>
);
