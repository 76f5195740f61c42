export interface ChunkToEmbed {
  readonly documentId: string;
  readonly ordinal: number;
  readonly text: string;
  readonly headings: readonly string[];
  /** Of what is embedded; given back with the vectors, so that those of a text that changed meanwhile are not kept. */
  readonly inputHash: Uint8Array;
}

export interface ChunksToEmbed {
  readonly chunks: readonly ChunkToEmbed[];
  /** The documents looked at: given back with the vectors, so that they are marked when they have all of theirs. */
  readonly documentIds: readonly string[];
}

export interface EmbeddedChunk extends Pick<ChunkToEmbed, "documentId" | "ordinal" | "inputHash"> {
  /** One for each part, float16, little-endian, of length 1; none: the model would not embed it, and is not asked again. */
  readonly vectors: readonly Uint8Array[];
}

export interface MadeVectors {
  readonly modelId: number;
  readonly documentIds: readonly string[];
  readonly chunks: readonly EmbeddedChunk[];
}

export interface StoredVector {
  readonly documentId: string;
  /** The document's version at which its chunk `ordinal` has this vector. */
  readonly version: number;
  readonly ordinal: number;
  readonly part: number;
  /** float16, little-endian, of length 1. */
  readonly vector: Uint8Array;
}

/** What an index needs to follow the vectors of one model: those that came, complete up to `revision`. */
export interface VectorChanges {
  readonly spaceId: string;
  readonly modelId: number;
  readonly revision: number;
  /** The revision of the space's documents in the same moment: whoever has come so far by them knows which still are. */
  readonly documentsRevision: number;
  readonly vectors: readonly StoredVector[];
  /** More is waiting: ask again with `revision`. */
  readonly more: boolean;
}

export interface EmbeddingProgress {
  readonly documents: number;
  readonly chunks: number;
  readonly waitingDocuments: number;
  readonly embeddedChunks: number;
}

/** The vectors of chunks. Documents and their chunks come and go with theirs by `Library`'s other functions. */
export interface VectorLibrary {
  /** Chunks of the space without a vector of the model, about `limit`, of the newest documents first. */
  toEmbed(spaceId: string, modelId: number, limit: number): Promise<ChunksToEmbed>;
  /** Keeps vectors of chunks that still stand as they were embedded, each once. */
  saveVectors(spaceId: string, made: MadeVectors): Promise<void>;
  vectorsSince(
    spaceId: string,
    asked: { readonly modelId: number; readonly revision: number; readonly limit: number },
  ): Promise<VectorChanges>;
  /** The last revision of vectors of each space named; of all spaces when none is. */
  vectorRevisions(spaceIds?: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Calls `listener` after each commit of vectors made through this library. */
  onVectors(listener: (spaceId: string, revision: number) => void): void;
  embedding(spaceIds: readonly string[], modelId: number | undefined): Promise<EmbeddingProgress>;
  /** Deletes a portion of a retired model's vectors; how many. */
  deleteVectors(spaceId: string, modelId: number, limit: number): Promise<number>;
  /** Whether this process may embed the space for some seconds: of several nodes one does. */
  claim(spaceId: string, node: string, seconds: number): Promise<boolean>;
}
