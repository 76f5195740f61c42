import type { NearChunk, VectorIndex, VectorQuery } from "../vectors/vector-index.ts";

/** The chunks nearest to any of the vectors, each as near as it is to the nearest of them. */
export async function nearByParts(
  index: VectorIndex,
  vectors: readonly Float32Array[],
  query: Omit<VectorQuery, "vector">,
): Promise<readonly NearChunk[]> {
  const [only] = vectors;
  if (only !== undefined && vectors.length === 1) return index.search({ ...query, vector: only });
  const nearest = new Map<string, NearChunk>();
  for (const vector of vectors) {
    for (const chunk of await index.search({ ...query, vector })) {
      const key = `${chunk.spaceId}/${chunk.documentId}/${chunk.ordinal}`;
      const known = nearest.get(key);
      if (known === undefined || known.similarity < chunk.similarity) nearest.set(key, chunk);
    }
  }
  return [...nearest.values()].sort((one, other) => other.similarity - one.similarity).slice(0, query.limit);
}
