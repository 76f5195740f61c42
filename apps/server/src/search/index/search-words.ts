import { type MatchDetails, matchDetails, proximity } from "./match-details.ts";
import type { MaskedSegment, PassingChunks } from "./passing-chunks.ts";
import { type PlanWord, planQuery, type QueryPlan } from "./query-plan.ts";
import type { Ranking } from "./ranking.ts";
import { ChunkScorer } from "./score-chunks.ts";
import type { Segment } from "./segment.ts";
import type { SpaceIndex } from "./space-index.ts";
import { type Candidate, TopChunks } from "./top-chunks.ts";
import type { RankedChunk, WordQuery, WordResult } from "./word-index.ts";

/** The best so many by their words are ranked anew by how the words stand together. */
const REFINED = 64;

/** Answers a query over the spaces of its actor, and only those. */
export function searchWords(passing: PassingChunks, query: WordQuery, ranking: Ranking): WordResult {
  const { spaces, segments: masked, count: considered } = passing;
  const text = [...query.phrases.filter((phrase) => !query.text.includes(phrase)), query.text].join(" ");
  if (text.trim() === "" || query.limit <= 0) {
    const hits = newest(spaces, masked, query.limit);
    return { hits, considered, matched: considered, suggestion: undefined };
  }
  const plan = planQuery(spaces, text, { prefix: query.prefix, ranking });
  const keep = plan.words.length > 1 ? Math.max(query.limit, REFINED) : query.limit;
  const { candidates, matched } = rank(plan, masked, ranking, keep);
  const refined = candidates.slice(0, REFINED);
  const details = matchDetails(plan, refined);
  const scored = details.map((detail) => ({
    detail,
    score: detail.candidate.base * (1 + ranking.proximity * proximity(plan, detail)),
  }));
  const later = candidates.slice(REFINED);
  scored.push(...matchDetails(plan, later).map((detail) => ({ detail, score: detail.candidate.base })));
  scored.sort((one, other) => other.score - one.score || isNewer(one.detail.candidate, other.detail.candidate));
  const hits = scored
    .slice(0, query.limit)
    .map(({ detail, score }) => rankedChunk(plan, detail, score, relevance(score, plan, ranking), query));
  return { hits, considered, matched, suggestion: plan.suggestion };
}

/**
 * Chunks with a word as it is written come before those with only a near spelling, however rare that is: the near ones
 * fill up what is left. Where words are misspelt, words that stand everywhere find nothing by themselves.
 */
function rank(
  plan: QueryPlan,
  masked: readonly MaskedSegment[],
  ranking: Ranking,
  keep: number,
): { candidates: Candidate[]; matched: number } {
  const known = plan.words.filter((word) => !word.fuzzy);
  const near = plan.words.filter((word) => word.fuzzy);
  const rare = known.filter((word) => !word.common);
  const passes: (readonly PlanWord[])[] =
    near.length === 0 ? [known] : [rare, near, known.filter((word) => word.common)].filter((words) => words.length > 0);
  const candidates: Candidate[] = [];
  let matched = 0;
  for (const creators of passes) {
    if (candidates.length >= keep) break;
    const words = [...byWeight(creators), ...byWeight(plan.words.filter((word) => !creators.includes(word)))];
    const top = new TopChunks(keep - candidates.length);
    const scorer = new ChunkScorer(plan, ranking, keep - candidates.length);
    for (const { space, segment, mask } of masked) {
      const open = withoutFound(mask, segment, candidates);
      scorer.score(space, segment, open, { words, creators: creators.length }, top);
    }
    matched += scorer.matched;
    candidates.push(...below(top.sorted(), candidates.at(-1)?.base));
  }
  return { candidates, matched };
}

function byWeight(words: readonly PlanWord[]): PlanWord[] {
  return [...words].sort((one, other) => other.weight - one.weight);
}

function withoutFound(mask: Uint8Array, segment: Segment, found: readonly Candidate[]): Uint8Array {
  const here = found.filter((candidate) => candidate.segment === segment);
  if (here.length === 0) return mask;
  const open = mask.slice();
  for (const { chunk } of here) open[chunk] = 0;
  return open;
}

/** Scales scores so that the best is below what was found before. */
function below(candidates: readonly Candidate[], least: number | undefined): Candidate[] {
  const best = candidates[0]?.base ?? 0;
  // Nearness may lift a chunk; nothing must be lifted above the ones before.
  const scale = least === undefined ? 1 : Math.min(1, (least * BELOW) / Math.max(best, 1e-9));
  return candidates.map((candidate) => ({ ...candidate, base: candidate.base * scale }));
}

const BELOW = 0.5;

/**
 * In [0,1], the same for every query: the share of the query's worth that the chunk has, bent so that one occurrence of
 * each word gives 0.8. 1 is what no chunk can exceed: every word endlessly often, all side by side.
 */
function relevance(score: number, plan: QueryPlan, ranking: Ranking): number {
  const most = (ranking.k1 + 1) * (1 + ranking.proximity);
  const share = plan.ideal === 0 ? 0 : score / plan.ideal / most;
  const bend = Math.log(0.2) / Math.log(1 - 1 / most);
  return 1 - (1 - Math.min(1, Math.max(0, share))) ** bend;
}

/** What is said of its words is put together when somebody asks: of a hundred that are compared ten are shown. */
function rankedChunk(
  plan: QueryPlan,
  details: MatchDetails,
  score: number,
  relevant: number,
  query: WordQuery,
): RankedChunk {
  const { segment, chunk, space } = details.candidate;
  const record = segment.records[segment.parts.recordOf[chunk] as number];
  // By then the space may have taken changes in.
  const { vocabulary } = plan.spaces[space] as SpaceIndex;
  let said: Pick<RankedChunk, "terms" | "why"> | undefined;
  const say = (): Pick<RankedChunk, "terms" | "why"> => {
    said ??= describeWords(plan, details, query, vocabulary);
    return said;
  };
  return {
    spaceId: plan.spaces[space]?.id ?? "",
    documentId: record?.id ?? "",
    ordinal: segment.parts.ordinals[chunk] as number,
    score,
    relevance: relevant,
    get terms() {
      return say().terms;
    },
    get why() {
      return say().why;
    },
  };
}

function describeWords(
  plan: QueryPlan,
  details: MatchDetails,
  query: WordQuery,
  vocabulary: SpaceIndex["vocabulary"],
): Pick<RankedChunk, "terms" | "why"> {
  const spellings = plan.words
    .map((word, number) => ({ word, match: details.words[number] }))
    .sort((one, other) => other.word.weight - one.word.weight)
    .flatMap(({ match }) => [...(match?.spellings ?? [])].sort((one, other) => other.weight - one.weight));
  return {
    terms: [...new Set(spellings.map(({ term }) => vocabulary.word(term)))],
    why: {
      exact: spellings.some(({ kind }) => kind === "exact" || kind === "form"),
      phrase: query.phrases.length > 0,
      prefix: spellings.some(({ kind }) => kind === "prefix"),
      fuzzy: spellings.some(({ kind }) => kind === "fuzzy"),
    },
  };
}

function newest(spaces: readonly SpaceIndex[], masked: readonly MaskedSegment[], limit: number): RankedChunk[] {
  const all: Candidate[] = [];
  for (const { space, segment, mask } of masked) {
    for (let chunk = 0; chunk < mask.length; chunk++)
      if (mask[chunk] === 1) all.push({ space, segment, chunk, base: 1 });
  }
  return all
    .sort(isNewer)
    .slice(0, Math.max(0, limit))
    .map(({ space, segment, chunk }) => ({
      spaceId: spaces[space]?.id ?? "",
      documentId: segment.records[segment.parts.recordOf[chunk] as number]?.id ?? "",
      ordinal: segment.parts.ordinals[chunk] as number,
      score: 1,
      relevance: 1,
      terms: [],
      why: { exact: false, phrase: false, prefix: false, fuzzy: false },
    }));
}

/** Newest document first, then by its id, then in its order. */
function isNewer(one: Candidate, other: Candidate): number {
  const [first, second] = [one, other].map(
    ({ segment, chunk }) => segment.records[segment.parts.recordOf[chunk] as number],
  );
  if (!first || !second || first === second) {
    return (one.segment.parts.ordinals[one.chunk] as number) - (other.segment.parts.ordinals[other.chunk] as number);
  }
  return second.updatedAt - first.updatedAt || (first.id < second.id ? -1 : 1);
}
