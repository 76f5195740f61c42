import { PostingCursor } from "./postings.ts";
import type { MemberKind, PlanWord, QueryPlan } from "./query-plan.ts";
import type { Candidate } from "./top-chunks.ts";

/** What a chunk matched: for each query word its spellings there and where they stand. */
export interface MatchDetails {
  readonly candidate: Candidate;
  readonly words: (WordMatch | undefined)[];
}

export interface WordMatch {
  readonly spellings: { readonly term: number; readonly weight: number; readonly kind: MemberKind }[];
  readonly positions: number[];
}

const MOST_POSITIONS = 12;

/** Looks the query's words up in each candidate. */
export function matchDetails(plan: QueryPlan, candidates: readonly Candidate[]): MatchDetails[] {
  const details = candidates.map((candidate) => ({
    candidate,
    words: plan.words.map((): WordMatch | undefined => undefined),
  }));
  for (const alike of Map.groupBy(details, ({ candidate }) => candidate.segment).values()) {
    alike.sort((one, other) => one.candidate.chunk - other.candidate.chunk);
    for (const [number, word] of plan.words.entries()) lookUpWord(plan, word, number, alike);
  }
  return details;
}

/**
 * From 0 to 1: how much of the query stands side by side as in the query. Each pair of neighbouring words counts by the
 * lighter of the two, in full when they follow one another, and less with each word between.
 */
export function proximity(plan: QueryPlan, details: MatchDetails): number {
  let reached = 0;
  let possible = 0;
  for (let second = 1; second < plan.words.length; second++) {
    const [one, other] = [plan.words[second - 1] as PlanWord, plan.words[second] as PlanWord];
    const weight = Math.min(one.weight, other.weight);
    possible += weight;
    const [left, right] = [details.words[second - 1], details.words[second]];
    if (left && right) reached += weight / distance(left.positions, right.positions, other.position - one.position);
  }
  return possible === 0 ? 0 : reached / possible;
}

function lookUpWord(plan: QueryPlan, word: PlanWord, number: number, details: readonly MatchDetails[]): void {
  const first = details[0]?.candidate;
  const space = plan.spaces[first?.space ?? 0];
  if (!first || !space) return;
  const { segment } = first;
  for (const { term, weight, kind } of word.members[first.space] ?? []) {
    const offset = segment.offsetOf(term);
    if (offset < 0) continue;
    cursor.open(segment.parts.postings, offset);
    for (const { candidate, words } of details) {
      const index = cursor.seek(candidate.chunk);
      if (index < 0) continue;
      const match = words[number] ?? { spellings: [], positions: [] };
      words[number] = match;
      match.spellings.push({ term, weight, kind });
      const count = cursor.positions(index, positions);
      for (let at = 0; at < count; at++) match.positions.push(positions[at] as number);
    }
  }
}

const cursor = new PostingCursor();
const positions = new Uint16Array(MOST_POSITIONS);

/** 1 when the second follows the first as in the query; otherwise how far they are from that, plus one. */
function distance(first: readonly number[], second: readonly number[], wanted: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const one of first) {
    for (const other of second) least = Math.min(least, Math.abs(other - one - Math.max(1, wanted)) + 1);
  }
  return least;
}
