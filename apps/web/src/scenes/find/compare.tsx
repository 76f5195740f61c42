import type { Hit } from "@khoj/client";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { baseName } from "../../ui/file-name.ts";
import { Marked } from "../../ui/marked.tsx";
import { Problem } from "../../ui/problem.tsx";
import { locationOf } from "../note/note-location.ts";
import type { FindLocation } from "./find-location.ts";
import { passageOf } from "./keep-places.ts";
import { snippetOf } from "./snippet.ts";
import { useHits } from "./use-search.ts";

export interface CompareProps {
  readonly query: string;
  readonly location: FindLocation;
  readonly onClose: () => void;
}

/** What words find and what words and meaning find, side by side, with what moved. */
export function Compare({ query, location, onClose }: CompareProps) {
  const words = useHits(query, location, { how: "words" });
  const both = useHits(query, location, { how: "both" });
  return (
    <section aria-label="Words and both compared" className="px-2">
      <div className="flex min-h-9 items-center justify-between gap-2">
        <h2 className="min-w-0 truncate font-semibold">Words beside both</h2>
        <Button
          look="quiet"
          className="min-h-8! text-[0.84rem]! whitespace-nowrap"
          icon={<X aria-hidden />}
          onClick={onClose}
        >
          Back to the list
        </Button>
      </div>
      <Problem>{(words.error ?? both.error)?.message}</Problem>
      <div className="grid grid-cols-2 gap-3">
        <Column name="Words" hits={words.data?.hits} other={both.data?.hits} otherName="both" location={location} />
        <Column
          name="Words and meaning"
          hits={both.data?.hits}
          other={words.data?.hits}
          otherName="words"
          location={location}
        />
      </div>
    </section>
  );
}

interface ColumnProps {
  readonly name: string;
  readonly hits: readonly Hit[] | undefined;
  readonly other: readonly Hit[] | undefined;
  readonly otherName: string;
  readonly location: FindLocation;
}

function Column({ name, hits, other, otherName, location }: ColumnProps) {
  const places = new Map(other?.map((hit, index) => [passageOf(hit), index + 1]));
  return (
    <div className="min-w-0">
      <h3 className="border-b border-line pb-1 text-[0.88rem] font-semibold text-ink-soft">
        {name}
        {hits !== undefined && <span className="ml-2 font-normal text-ink-faint tabular-nums">{hits.length}</span>}
      </h3>
      {hits?.length === 0 && <p className="py-4 text-[0.92rem] text-ink-soft">Nothing found this way.</p>}
      <ol aria-label={name}>
        {hits?.map((hit, index) => (
          <li key={passageOf(hit)}>
            <Compared
              hit={hit}
              place={index + 1}
              moved={other === undefined ? "" : sayPlace(places.get(passageOf(hit)), index + 1, otherName)}
              isOpen={location.open === hit.additional.file && location.start === hit.additional.start}
            />
          </li>
        ))}
      </ol>
    </div>
  );
}

function sayPlace(elsewhere: number | undefined, here: number, otherName: string): string {
  if (elsewhere === undefined) return otherName === "words" ? "not found by words" : "not among both";
  return elsewhere === here ? "" : `${elsewhere > here ? "▲" : "▼"} number ${elsewhere} by ${otherName}`;
}

interface ComparedProps {
  readonly hit: Hit;
  readonly place: number;
  readonly moved: string;
  readonly isOpen: boolean;
}

function Compared({ hit, place, moved, isOpen }: ComparedProps) {
  const { file, title, match } = hit.additional;
  return (
    <Link
      to="."
      search={((previous: FindLocation) => ({ ...previous, ...locationOf(hit.additional) })) as never}
      aria-current={isOpen ? "true" : undefined}
      className="block rounded-lg px-2 py-1.5 text-[0.92rem] hover:bg-hover aria-[current=true]:bg-surface"
    >
      <span className="flex items-baseline gap-2">
        <span className="text-ink-faint tabular-nums">{place}</span>
        <bdi className="min-w-0 flex-1 truncate font-medium">{title ?? baseName(file)}</bdi>
      </span>
      <span className="line-clamp-2 text-ink-soft" dir="auto">
        <Marked text={snippetOf(hit.entry, match.terms, file)} words={match.terms} />
      </span>
      {moved !== "" && <span className="text-[0.82rem] text-accent tabular-nums">{moved}</span>}
    </Link>
  );
}
