import type { Database } from "@khoj/db";
import { IANAZone } from "luxon";
import type { Actor } from "../platform/actor.ts";
import { readableSpaces } from "../platform/permitted-spaces.ts";
import type { SearchAnswer, SearchHit, SearchRequest } from "./hit.ts";
import { type Candidate, type FoundChunk, type FoundChunks, fetchHits } from "./hits-store.ts";
import { rerank } from "./index/rerank.ts";
import type { RankedChunk, WordQuery, WordResult } from "./index/word-index.ts";
import type { Revisions } from "./index-messages.ts";
import { joinPassage } from "./join-passage.ts";
import { type ParsedQuery, parseQuery } from "./parse-query.ts";
import type { SearchIndex } from "./search-index.ts";

export interface SearchDeps {
  readonly database: Pick<Database, "byKeysInSpaces">;
  readonly index: Pick<SearchIndex, "search">;
  readonly now: () => Date;
  /** The zone of days for those who do not say theirs. */
  readonly timeZone: string;
}

/** Finds the passages of the actor's spaces that pass the filters, the most relevant first. */
export async function search(
  deps: SearchDeps,
  actor: Actor,
  request: SearchRequest,
  signal?: AbortSignal,
): Promise<SearchAnswer> {
  const read = readRequest(deps, request);
  const spaces = readableSpaces(actor, request.space);
  if (request.query === "" || spaces.length === 0) return { ...nothing, problems: read.parsed.problems };
  const looked = request.rerank ? { ...request, limit: Math.max(request.limit, rerankedHits) } : request;
  const query = toWordQuery(read.parsed, looked, spaces);
  const { result, found, ranked } = await findLevel(deps, query, looked, signal);
  const hits = found.chunks.flatMap((chunk) => toHit(chunk, ranked[chunk.place]));
  return {
    hits: request.rerank ? lookCloser(query.text, hits).slice(0, request.limit) : hits,
    searched: { chunks: result.considered, matched: result.matched },
    suggestion: result.suggestion,
    degraded: wordsOnly,
    problems: read.parsed.problems,
  };
}

/** So many are looked at closely before the best of them are answered. */
const rerankedHits = 30;

/** Orders the hits by what is shown of them; those alike stay in the order they had. */
function lookCloser(text: string, hits: readonly SearchHit[]): readonly SearchHit[] {
  const passages = hits.map(({ entry, headings, relevance }) => ({ text: entry, headings, relevance }));
  const closer = rerank(text, passages);
  return hits
    .map((hit, at) => ({ ...hit, crossRelevance: closer[at] ?? hit.relevance }))
    .sort((one, other) => other.crossRelevance - one.crossRelevance);
}

/** How a request's query is understood, and in which zone its days are. */
export function readRequest(
  deps: Pick<SearchDeps, "now" | "timeZone">,
  request: Pick<SearchRequest, "query" | "timeZone">,
): { readonly parsed: ParsedQuery; readonly timeZone: string } {
  const asked = request.timeZone;
  const timeZone = asked !== undefined && IANAZone.isValidZone(asked) ? asked : deps.timeZone;
  return { parsed: parseQuery(request.query, { now: deps.now(), timeZone }), timeZone };
}

const wordsOnly = "no model that reads meaning is set up";
const nothing: SearchAnswer = {
  hits: [],
  searched: { chunks: 0, matched: 0 },
  suggestion: undefined,
  degraded: wordsOnly,
  problems: [],
};

function toWordQuery(parsed: ParsedQuery, request: SearchRequest, spaces: readonly string[]): WordQuery {
  const { text, phrases, mustContain, mustNotContain, files, notFiles, days } = parsed;
  return {
    text,
    phrases,
    prefix: request.prefix ?? false,
    limit: enough(request.limit),
    filters: {
      spaces,
      ...(request.type !== "all" && { fileType: request.type }),
      mustContain,
      mustNotContain,
      files,
      notFiles,
      ...(request.fileNames && { fileNames: request.fileNames }),
      ...(days && { days }),
    },
  };
}

/** Sections and copies that show once take several chunks each. */
const enough = (limit: number): number => limit + 8;
const mostChunks = 3000;

interface Found {
  readonly result: WordResult;
  readonly ranked: readonly RankedChunk[];
  readonly found: FoundChunks;
}

/** A note may change between the ranking and the reading: then the index, level by now, is asked again. */
const mostTries = 4;

async function findLevel(
  deps: SearchDeps,
  query: WordQuery,
  request: SearchRequest,
  signal: AbortSignal | undefined,
): Promise<Found> {
  for (let tries = 1; ; tries += 1) {
    const found = await findOnce(deps, query, request, signal);
    if (!found.found.stale || tries === mostTries) return found;
  }
}

async function findOnce(
  deps: SearchDeps,
  query: WordQuery,
  request: SearchRequest,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const { result, revisions } = await deps.index.search(query, signal);
  const ranked = result.hits.filter((hit) => isNear(hit, request.maxDistance));
  const { spaces } = query.filters;
  const found = await deps.database.byKeysInSpaces(spaces, (sql) =>
    fetchHits(sql, spaces, toCandidates(ranked, revisions), { dedupe: request.dedupe, limit: request.limit }),
  );
  const isShort = !found.stale && found.chunks.length < request.limit && result.hits.length === query.limit;
  if (!isShort || query.limit >= mostChunks) return { result, ranked, found };
  return findOnce(deps, { ...query, limit: Math.min(query.limit * 4, mostChunks) }, request, signal);
}

const isNear = (hit: RankedChunk, maxDistance: number | undefined): boolean =>
  maxDistance === undefined || maxDistance === 0 || 1 - hit.relevance <= maxDistance;

function toCandidates(ranked: readonly RankedChunk[], revisions: Revisions): readonly Candidate[] {
  const known = new Map(revisions);
  return ranked.map(({ spaceId, documentId, ordinal }) => ({
    spaceId,
    documentId,
    ordinal,
    knownRevision: known.get(spaceId) ?? 0,
  }));
}

function toHit(chunk: FoundChunk, ranked: RankedChunk | undefined): SearchHit[] {
  if (ranked === undefined) return [];
  const { place: _place, wholeText: _whole, around: _around, ...shown } = chunk;
  return [
    {
      ...shown,
      entry: joinPassage(chunk),
      relevance: ranked.relevance,
      match: { via: "words", terms: ranked.terms },
      why: { ...ranked.why, score: ranked.score },
      crossRelevance: undefined,
    },
  ];
}
