import type { Hit } from "@khoj/client";
import type { SearchExplanation } from "@khoj/contract";
import type { FindLocation } from "./find-location.ts";
import { shownHits, useExplanation } from "./use-search.ts";

export interface WhyProps {
  readonly hit: Hit;
  readonly query: string;
  readonly location: Pick<FindLocation, "type" | "space">;
  /** The last word of the query is taken for the beginning of one. */
  readonly unfinished: boolean;
}

/** Why one passage was found and stands where it stands, as the server explains it. */
export function Why({ hit, query, location, unfinished }: WhyProps) {
  const { data, error } = useExplanation(query, location, shownHits, unfinished);
  const { file, line, match } = hit.additional;
  const found = data?.hits.find((candidate) => candidate.file === file && candidate.line === line);
  return (
    <section
      aria-label="Why this was found"
      className="mx-4 mb-2 rounded-lg bg-sunken px-3 py-2 text-[0.88rem] text-ink-soft"
    >
      {error !== null && <p role="alert">{error.message}</p>}
      {error === null && data === undefined && <p role="status">Asking why…</p>}
      {data !== undefined && found === undefined && (
        <p>The results changed meanwhile. It was found by {reasonNames[match.via]}.</p>
      )}
      {data !== undefined && found !== undefined && (
        <dl className="grid grid-cols-[minmax(4.5rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-0.5">
          {factsOf(found, data).map(([name, text]) => (
            <div key={name} className="contents">
              <dt className="text-ink-faint">{name}</dt>
              <dd className="min-w-0 tabular-nums">{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

export const reasonNames = { words: "words", meaning: "meaning", both: "words and meaning" } as const;

type Explained = SearchExplanation["hits"][number];

function factsOf(found: Explained, { meaning }: SearchExplanation): readonly (readonly [string, string])[] {
  const { word_rank, meaning_rank, similarity, terms, relevance, crossRelevance } = found;
  return [
    [
      "words",
      word_rank === null
        ? "not found by words"
        : [placed(word_rank), listed(terms), how(found)].filter(Boolean).join("; "),
    ],
    [
      "meaning",
      meaning_rank === null
        ? (meaning.reason ?? "not among the nearest")
        : `${placed(meaning_rank)}${similarity === null ? "" : `; ${Math.round(similarity * 100)} % like the question`}`,
    ],
    [
      "together",
      `${Math.round(relevance * 100)} of 100${meaning.reason === null ? `, meaning counting for ${Math.round(meaning.weight * 100)} %` : ""}`,
    ],
    ...(crossRelevance === null ? [] : [["looked at again", `${Math.round(crossRelevance * 100)} of 100`] as const]),
  ];
}

const placed = (rank: number): string => (rank === 1 ? "the best" : `number ${rank}`);

const listed = (terms: readonly string[]): string =>
  terms
    .slice(0, 8)
    .map((term) => `‘${term}’`)
    .join(", ");

function how({ exact, phrase, prefix, fuzzy }: Explained): string {
  return [
    phrase ? "the phrase as it was quoted" : "",
    exact ? "spelt exactly so" : "",
    prefix ? "a word that begins so" : "",
    fuzzy ? "small slips forgiven" : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}
