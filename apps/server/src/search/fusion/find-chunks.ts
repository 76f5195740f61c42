import { areKnown, scriptSet } from "../index/scripts.ts";
import type { WordIndex, WordQuery, WordResult } from "../index/word-index.ts";
import { nearByParts } from "../meaning/near-by-parts.ts";
import type { VectorIndex } from "../vectors/vector-index.ts";
import { byMeaning, byWords, fuse } from "./fuse.ts";
import type { FusedChunk } from "./fused-chunk.ts";
import { FUSION, type SimilarityScale } from "./fusion-numbers.ts";
import { leastSimilarityAmong } from "./least-similarity.ts";

/** How a query is to be asked by meaning. */
export interface MeaningQuery {
  /** The model the vectors are of, and the vectors: one, or one for each part of a long question. */
  readonly modelId: number;
  readonly vectors: readonly Float32Array[];
  /** Words take no part. */
  readonly alone: boolean;
  readonly scale: SimilarityScale;
  /** The scripts the model knows; undefined: all. */
  readonly scripts: readonly string[] | undefined;
  /** It was not made for the language of the question. */
  readonly isForeign: boolean;
}

export interface FoundChunks extends Omit<WordResult, "hits"> {
  readonly hits: readonly FusedChunk[];
  readonly byMeaning: boolean;
}

type Place = Pick<FusedChunk, "spaceId" | "documentId" | "ordinal">;

/** Finds by words what passes the filters. */
export function findByWords(index: WordIndex, query: WordQuery): FoundChunks {
  const result = index.search(query);
  return { ...result, hits: byWords(result.hits), byMeaning: false };
}

/** Finds by words and by meaning what passes the filters, and joins both; or by meaning alone, where that was asked for. */
export async function findByMeaning(
  index: WordIndex,
  vectors: VectorIndex,
  query: WordQuery,
  meaning: MeaningQuery,
): Promise<FoundChunks> {
  const limit = Math.max(query.limit, FUSION.compared);
  let passing: ReturnType<WordIndex["passing"]> | undefined = index.passing(query);
  const nearest = nearByParts(vectors, meaning.vectors, {
    limit: meaning.alone ? limit : FUSION.compared,
    // The masks just made hold as long as nothing has been waited for.
    passing: () => passing ?? index.passing(query),
  });
  const words = index.search({ ...query, limit: meaning.alone ? 1 : limit }, passing);
  const masks = passing;
  passing = undefined;
  const near = await nearest;
  const known = meaning.scripts && scriptSet(meaning.scripts);
  const isRead = ({ spaceId, documentId, ordinal }: Place): boolean =>
    known === undefined || areKnown(masks.scriptsOf(spaceId, documentId, ordinal), known);
  const leastSimilarity = leastSimilarityAmong(words.considered, meaning.scale);
  const numbers = { ...FUSION, ...meaning.scale, leastSimilarity };
  const hits = meaning.alone
    ? byMeaning(near, numbers)
    : fuse(words.hits, near, { isRead, numbers, isForeign: meaning.isForeign });
  const { considered, matched, suggestion } = words;
  return {
    hits: hits.slice(0, query.limit),
    considered,
    matched: Math.max(matched, hits.length),
    suggestion,
    byMeaning: true,
  };
}
