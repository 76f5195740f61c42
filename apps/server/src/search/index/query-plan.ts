import { type Member, type MemberKind, WordExpansion } from "./expand-word.ts";
import { MOST_WORDS, type QueryWord, queryWords } from "./query-words.ts";
import type { Ranking } from "./ranking.ts";
import type { SpaceIndex } from "./space-index.ts";
import { guessLanguage, isLight } from "./stop-words.ts";

/** One query word with everything that counts as it: what it weighs, and its spellings in each space. */
export interface PlanWord {
  readonly word: string;
  readonly position: number;
  /** Its rarity times what it counts in the query; a chunk of average length that has it once scores this. */
  readonly weight: number;
  /** By space, in the order of the plan's spaces. */
  readonly members: readonly (readonly Member[])[];
  /** No spelling of it stands anywhere: only near ones. */
  readonly fuzzy: boolean;
  /** Stands in more than a tenth of the chunks: says little. */
  readonly common: boolean;
}

export interface QueryPlan {
  readonly spaces: readonly SpaceIndex[];
  readonly words: readonly PlanWord[];
  /** The score of a chunk that has each word once: what relevance is measured by. Words that stand nowhere count. */
  readonly ideal: number;
  readonly averageLength: number;
  /** The query with unknown words replaced by the nearest known ones; undefined when all are known, or none is near. */
  readonly suggestion: string | undefined;
}

export function planQuery(
  spaces: readonly SpaceIndex[],
  text: string,
  options: { readonly prefix: boolean; readonly ranking: Ranking },
): QueryPlan {
  const chunks = spaces.reduce((sum, space) => sum + space.chunks, 0);
  const length = spaces.reduce((sum, space) => sum + space.words, 0);
  const expansion = new WordExpansion(spaces, options.ranking);
  const all = queryWords(text);
  const chosen = chooseWords(all, expansion, chunks);
  const share = shares(all, chosen, expansion, options.ranking.part);
  const language = guessLanguage(all.map(({ word }) => word));
  const words: PlanWord[] = [];
  let ideal = 0;
  for (const number of chosen) {
    const entry = all[number] as QueryWord;
    const counted = (share.get(number) ?? 1) * Math.min(entry.count, MOST_REPEATS);
    if (counted === 0) continue;
    const { members, kind } = expansion.expand(entry.word, options.prefix && entry.last);
    const frequency = Math.min(chunks, expansion.frequencyOf(members));
    const joining = isLight(entry.word, language) ? options.ranking.joining : 1;
    const weight = joining * counted * rarity(frequency, chunks);
    ideal += weight;
    if (frequency === 0) continue;
    const common = chunks > 50 && frequency * 10 > chunks;
    words.push({ word: entry.word, position: entry.position, weight, members, fuzzy: kind === "fuzzy", common });
  }
  const averageLength = chunks === 0 ? 1 : Math.max(1, length / chunks);
  return { spaces, words, ideal, averageLength, suggestion: expansion.suggestion(text) };
}

export type { Member, MemberKind };

const MOST_REPEATS = 3;

/** BM25's idf, never negative. */
function rarity(frequency: number, chunks: number): number {
  return Math.log(1 + (chunks - frequency + 0.5) / (frequency + 0.5));
}

/** All words, or of a long text the rarest that stand somewhere. */
function chooseWords(all: readonly QueryWord[], expansion: WordExpansion, chunks: number): number[] {
  const numbers = all.map((_, number) => number);
  if (all.length <= MOST_WORDS) return numbers;
  return numbers
    .map((number) => ({ number, frequency: expansion.exactFrequency(all[number]?.word ?? "") }))
    .filter(({ frequency }) => frequency > 0)
    .map(({ number, frequency }) => ({
      number,
      worth: rarity(frequency, chunks) * (1 + Math.log(all[number]?.count ?? 1)),
    }))
    .sort((one, other) => other.worth - one.worth || one.number - other.number)
    .slice(0, MOST_WORDS)
    .map(({ number }) => number);
}

/**
 * A whole that the notes know counts in full and its parts a little; one they do not know does not count
 * and its parts do. Bridges count a little.
 */
function shares(
  all: readonly QueryWord[],
  chosen: readonly number[],
  expansion: WordExpansion,
  part: number,
): Map<number, number> {
  const share = new Map<number, number>();
  const isChosen = new Set(chosen);
  // Wholes come after their parts; the outermost is looked at first.
  for (let number = all.length - 1; number >= 0; number--) {
    const entry = all[number];
    if (entry?.bridge) share.set(number, part);
    if (!entry || entry.parts.length === 0) continue;
    const known = expansion.isKnown(entry.word);
    if (!known && !entry.last) share.set(number, 0);
    for (const inner of entry.parts) {
      // A part that also stands on its own in the query keeps its worth.
      const alone = (all[inner]?.count ?? 1) > 1;
      if (known && isChosen.has(number) && !alone) share.set(inner, (share.get(number) ?? 1) * part);
    }
  }
  return share;
}
