import type { SearchExplanation } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import type { SearchHit, SearchRequest } from "./hit.ts";
import { readRequest, type SearchDeps, search } from "./search.ts";

/** How a query was read, what was searched for it, and why each hit stands where it stands. */
export async function explainSearch(
  deps: SearchDeps,
  actor: Actor,
  request: SearchRequest,
  signal?: AbortSignal,
): Promise<SearchExplanation> {
  const { parsed, timeZone } = readRequest(deps, request);
  const { hits, searched, suggestion, degraded, meaning } = await search(deps, actor, request, signal);
  const { text, phrases, problems, ...filters } = parsed;
  return {
    query: {
      text,
      phrases: [...phrases],
      filters: { type: request.type, ...copied(filters) },
      timeZone,
      problems: [...problems],
    },
    hits: hits.map(explainHit),
    searched,
    meaning: { ...meaning, reason: meaning.reason ?? null },
    ...(suggestion !== undefined && { suggestion }),
    ...(degraded !== undefined && { degraded }),
  };
}

type Filters = Omit<SearchExplanation["query"]["filters"], "type">;
type ReadFilters = { readonly [Key in keyof Filters]: Readonly<Filters[Key]> };

const copied = (filters: ReadFilters): Filters => ({
  mustContain: [...filters.mustContain],
  mustNotContain: [...filters.mustNotContain],
  files: [...filters.files],
  notFiles: [...filters.notFiles],
  ...(filters.days && { days: filters.days }),
});

const explainHit = ({ fileName, line, relevance, match, why, ranks, crossRelevance, also }: SearchHit) => ({
  file: fileName,
  line,
  relevance,
  crossRelevance: crossRelevance ?? null,
  via: match.via,
  word_rank: ranks.wordRank ?? null,
  meaning_rank: ranks.meaningRank ?? null,
  similarity: ranks.similarity ?? null,
  terms: [...match.terms],
  ...why,
  also: [...also],
});
