import { SearchExplanation, SearchQuery, SearchResults, searchLimit } from "@khoj/contract";
import { get, Reply, type Route } from "../platform/http/route.ts";
import { explainSearch } from "./explain-search.ts";
import type { SearchAnswer, SearchRequest } from "./hit.ts";
import { type SearchDeps, search } from "./search.ts";
import { toWire } from "./wire-result.ts";

export const searchRoutes = (deps: SearchDeps): readonly Route[] => [
  get(
    "/api/search",
    { allow: "read", query: SearchQuery, answer: SearchResults, summary: "Find passages" },
    async ({ actor, query, signal }) => {
      const answer = await search(deps, actor, toRequest(query), signal);
      return new Reply(
        200,
        answer.hits.map((hit) => toWire(hit, actor.home)),
        notices(answer),
      );
    },
  ),
  get(
    "/api/search/explain",
    {
      allow: "read",
      query: SearchQuery,
      answer: SearchExplanation,
      strict: true,
      summary: "Show how a query is read and why each hit stands where it stands",
    },
    ({ actor, query, signal }) => explainSearch(deps, actor, toRequest(query), signal),
  ),
];

const usualLimit = 5;

const toRequest = (query: SearchQuery): SearchRequest => ({
  query: query.q,
  limit: query.n <= 0 ? usualLimit : Math.min(query.n, searchLimit),
  type: query.t,
  maxDistance: query.max_distance,
  dedupe: query.dedupe,
  rerank: query.r,
  how: query.how,
  prefix: query.prefix,
  timeZone: query.timezone,
  space: query.space,
});

/** What the bare list of upstream's answer has no place for. Percent-encoded where it may repeat the person's words. */
const notices = ({ degraded, problems }: SearchAnswer): Readonly<Record<string, string>> => ({
  ...(degraded !== undefined && { "x-khoj-search": `words-only; ${inHeader(degraded)}` }),
  ...(problems.length > 0 && { "x-khoj-filters": encodeURIComponent(problems.slice(0, 5).join("\n")) }),
});

/** A header's value is a line of ASCII; a model's name may be in any writing. */
const inHeader = (text: string): string => text.replace(/[^\x20-\x7E]+/g, "?").slice(0, 400);
