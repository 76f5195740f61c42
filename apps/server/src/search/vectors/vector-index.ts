import type { PassingChunks } from "../index/passing-chunks.ts";

export interface VectorQuery {
  /** Of the model that serves, of length 1. */
  readonly vector: Float32Array;
  /** The chunks that may be answered, at the moment it is called. */
  readonly passing: () => PassingChunks;
  readonly limit: number;
}

export interface NearChunk {
  readonly spaceId: string;
  readonly documentId: string;
  readonly ordinal: number;
  /** Cosine of the angle between the query and the nearest part of the chunk, from -1 to 1. */
  readonly similarity: number;
}

/**
 * The chunks nearest to a query by the vectors of the model that serves, wherever these are kept. A chunk is answered once;
 * never one that does not pass, and never by a vector of another version of its document than the one that passes.
 */
export interface VectorIndex {
  /** Best first. Nothing while no model serves, or when the query has not the model's dimensions. */
  search(query: VectorQuery): Promise<readonly NearChunk[]>;
}
