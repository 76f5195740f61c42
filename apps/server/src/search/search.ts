import type { Database } from "@khoj/db";
import type { Reranker } from "@khoj/models";
import { IANAZone } from "luxon";
import type { Actor } from "../platform/actor.ts";
import { readableSpaces } from "../platform/permitted-spaces.ts";
import type { MeaningQuery, FoundChunks as Ranked } from "./fusion/find-chunks.ts";
import type { FusedChunk } from "./fusion/fused-chunk.ts";
import type { SearchAnswer, SearchHit, SearchRequest } from "./hit.ts";
import { type Candidate, type FoundChunk, type FoundChunks, fetchHits } from "./hits-store.ts";
import type { WordQuery } from "./index/word-index.ts";
import type { Revisions } from "./index-messages.ts";
import { joinPassage } from "./join-passage.ts";
import { lookCloser, lookedAt } from "./look-closer.ts";
import { askMeaning, type MeaningDeps, type MeaningPart } from "./meaning/ask-meaning.ts";
import { type ParsedQuery, parseQuery } from "./parse-query.ts";
import type { SearchIndex } from "./search-index.ts";

export interface SearchDeps extends MeaningDeps {
  readonly database: Pick<Database, "byKeysInSpaces">;
  readonly index: Pick<SearchIndex, "search">;
  readonly now: () => Date;
  /** The zone of days for those who do not say theirs. */
  readonly timeZone: string;
  /** A model that looks closer at the best, where there is one. */
  readonly reranker: () => Reranker | undefined;
}

/** Finds the passages of the actor's spaces that pass the filters, the most relevant first. */
export async function search(
  deps: SearchDeps,
  actor: Actor,
  request: SearchRequest,
  signal?: AbortSignal,
): Promise<SearchAnswer> {
  const { parsed } = readRequest(deps, request);
  const spaces = readableSpaces(actor, request.space);
  if (request.query === "" || spaces.length === 0) return { ...nothing, problems: parsed.problems };
  const { how = "both", prefix = false } = request;
  const looked = request.rerank ? { ...request, limit: Math.max(request.limit, lookedAt) } : request;
  const query = toWordQuery(parsed, looked, spaces);
  const meaning = await askMeaning(deps, { parsed, how, prefix });
  const { result, found, ranked } = await findLevel(deps, query, { request: looked, meaning: meaning.query, signal });
  const hits = found.chunks.flatMap((chunk) => toHit(chunk, ranked[chunk.place]));
  return {
    hits: request.rerank ? (await lookCloser(deps.reranker(), query.text, hits, signal)).slice(0, request.limit) : hits,
    searched: { chunks: result.considered, matched: result.matched },
    suggestion: result.suggestion,
    ...part(meaning, result.byMeaning),
    problems: parsed.problems,
  };
}

/** What is said of the part that meaning took: that it did is known only now. */
function part({ model, weight, reason, isMissed, query }: MeaningPart, tookPart: boolean) {
  if (query === undefined) return { meaning: { model, weight, reason }, degraded: isMissed ? reason : undefined };
  if (tookPart) return { meaning: { model, weight, reason }, degraded: undefined };
  return { meaning: { model, weight: 0, reason: vectorsAway }, degraded: vectorsAway };
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

const vectorsAway = "the vectors of the notes are being read";
const nothing: SearchAnswer = {
  hits: [],
  searched: { chunks: 0, matched: 0 },
  suggestion: undefined,
  degraded: undefined,
  meaning: { model: null, weight: 0, reason: undefined },
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

interface Asked {
  readonly request: SearchRequest;
  readonly meaning: MeaningQuery | undefined;
  readonly signal: AbortSignal | undefined;
}

interface Found {
  readonly result: Ranked;
  readonly ranked: readonly FusedChunk[];
  readonly found: FoundChunks;
}

/** A note may change between the ranking and the reading: then the index, level by now, is asked again. */
const mostTries = 4;

async function findLevel(deps: SearchDeps, query: WordQuery, asked: Asked): Promise<Found> {
  for (let tries = 1; ; tries += 1) {
    const found = await findOnce(deps, query, asked);
    if (!found.found.stale || tries === mostTries) return found;
  }
}

async function findOnce(deps: SearchDeps, query: WordQuery, asked: Asked): Promise<Found> {
  const { request, meaning, signal } = asked;
  const { result, revisions } = await deps.index.search(query, { meaning, signal });
  const ranked = result.hits.filter((hit) => isNear(hit, request.maxDistance));
  const { spaces } = query.filters;
  const found = await deps.database.byKeysInSpaces(spaces, (sql) =>
    fetchHits(sql, spaces, toCandidates(ranked, revisions), { dedupe: request.dedupe, limit: request.limit }),
  );
  const isShort = !found.stale && found.chunks.length < request.limit && result.hits.length === query.limit;
  if (!isShort || query.limit >= mostChunks) return { result, ranked, found };
  return findOnce(deps, { ...query, limit: Math.min(query.limit * 4, mostChunks) }, asked);
}

const isNear = (hit: FusedChunk, maxDistance: number | undefined): boolean =>
  maxDistance === undefined || maxDistance === 0 || 1 - hit.relevance <= maxDistance;

function toCandidates(ranked: readonly FusedChunk[], revisions: Revisions): readonly Candidate[] {
  const known = new Map(revisions);
  return ranked.map(({ spaceId, documentId, ordinal }) => ({
    spaceId,
    documentId,
    ordinal,
    knownRevision: known.get(spaceId) ?? 0,
  }));
}

function toHit(chunk: FoundChunk, ranked: FusedChunk | undefined): SearchHit[] {
  if (ranked === undefined) return [];
  const { relevance, via, terms, why, score, wordRank, meaningRank, similarity, nearness } = ranked;
  const { place: _place, wholeText: _whole, around: _around, ...shown } = chunk;
  return [
    {
      ...shown,
      entry: joinPassage(chunk),
      relevance,
      match: { via, terms },
      why: { ...why, score },
      ranks: { wordRank, meaningRank, similarity, nearness },
      crossRelevance: undefined,
    },
  ];
}
