import type { Hit } from "@khoj/client";
import { Link } from "@tanstack/react-router";
import { ChevronRight, CircleQuestionMark } from "lucide-react";
import { useSpaceName } from "../../shell/use-spaces.ts";
import { ClassificationChip } from "../../ui/classification-chip.tsx";
import { baseName } from "../../ui/file-name.ts";
import { Marked } from "../../ui/marked.tsx";
import { locationOf } from "../note/note-location.ts";
import type { FindLocation } from "./find-location.ts";
import { headingsOf, snippetOf } from "./snippet.ts";

export interface ResultProps {
  readonly hit: Hit;
  readonly isOpen: boolean;
  readonly isExplained: boolean;
  readonly onExplain: () => void;
}

const reasons = { words: "words", meaning: "meaning", both: "words · meaning" } as const;

/** One passage in the list: where it stands, what it says, why it is here. */
export function Result({ hit, isOpen, isExplained, onExplain }: ResultProps) {
  const { file, title, match, line, page, also, classification, space } = hit.additional;
  const spaceName = useSpaceName(space);
  return (
    <div className="relative">
      <Link
        to="."
        search={((previous: FindLocation) => ({ ...previous, ...locationOf(hit.additional) })) as never}
        data-result
        aria-current={isOpen ? "true" : undefined}
        className="block rounded-xl border border-transparent px-4 py-(--row) transition-colors duration-100 hover:bg-hover aria-[current=true]:border-line aria-[current=true]:bg-surface"
      >
        <span className="flex items-baseline gap-3">
          <Where hit={hit} />
          <ClassificationChip classification={classification} />
        </span>
        <span className="mt-0.5 line-clamp-3 text-ink-soft" dir="auto">
          <Marked text={snippetOf(hit.entry, match.terms, file)} words={match.terms} />
        </span>
        <span className="mt-1 flex flex-wrap gap-x-3 pr-8 text-[0.84rem] text-ink-faint">
          {spaceName !== undefined && (
            <bdi className="max-w-full truncate text-ink-soft" title="Space">
              {spaceName}
            </bdi>
          )}
          <bdi className="max-w-full truncate" title={file}>
            {file}
          </bdi>
          <span className="tabular-nums">{page === undefined ? `line ${line}` : `page ${page}`}</span>
          <span title="Why this was found" className={match.via === "words" ? "" : "text-accent"}>
            {reasons[match.via]}
          </span>
          {also.length > 0 && (
            <span title={also.join("\n")}>also in {also.length === 1 ? also[0] : `${also.length} others`}</span>
          )}
        </span>
      </Link>
      <button
        type="button"
        aria-label={`Why was this found: ${title ?? baseName(file)}`}
        title="Why was this found?"
        aria-expanded={isExplained}
        onClick={onExplain}
        className="absolute right-2 bottom-1.5 inline-flex size-7 items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink aria-expanded:text-accent [&_svg]:size-4"
      >
        <CircleQuestionMark aria-hidden />
      </button>
    </div>
  );
}

/** Title › last heading, with the words marked; what lies between is only hinted at, and said on hover. */
function Where({ hit }: { readonly hit: Hit }) {
  const { file, title, match } = hit.additional;
  const name = title ?? baseName(file);
  const path = [...headingsOf(hit.entry)].filter((part) => part !== name);
  const last = path.pop();
  return (
    <span
      className="flex min-w-0 flex-1 items-baseline font-semibold"
      dir="auto"
      title={[name, ...path, last].filter(Boolean).join(" › ")}
    >
      <span className="min-w-10 truncate">
        <Marked text={name} words={match.terms} />
      </span>
      {path.length > 0 && (
        <>
          <Step />
          <span className="shrink-0 font-medium text-ink-faint">…</span>
        </>
      )}
      {last !== undefined && (
        <>
          <Step />
          <span className="max-w-[60%] shrink-0 truncate font-medium text-ink-soft">
            <Marked text={last} words={match.terms} />
          </span>
        </>
      )}
    </span>
  );
}

const Step = () => (
  <ChevronRight className="mx-0.5 size-3.5 shrink-0 self-center text-ink-faint rtl:rotate-180" aria-hidden />
);
