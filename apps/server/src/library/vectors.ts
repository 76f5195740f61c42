/** A document some of whose chunks have no vector of the model yet. */
export interface DocumentToEmbed {
  readonly documentId: string;
  readonly version: number;
  readonly chunks: number;
}

export interface ChunkToEmbed {
  readonly ordinal: number;
  readonly text: string;
  readonly headings: readonly string[];
  /** Of what is embedded; given back with the vectors, so that those of a text that changed meanwhile are not kept. */
  readonly inputHash: Uint8Array;
}

export interface EmbeddedChunk {
  readonly ordinal: number;
  readonly inputHash: Uint8Array;
  /** One for each part; float16, little-endian, of length 1. */
  readonly vectors: readonly Uint8Array[];
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
  /** Documents of the space that wait for the model, the newest first. */
  toEmbed(spaceId: string, modelId: number, limit: number): Promise<readonly DocumentToEmbed[]>;
  /** The next chunks of a document without a vector of the model. */
  chunksToEmbed(
    spaceId: string,
    asked: { readonly documentId: string; readonly modelId: number; readonly limit: number },
  ): Promise<readonly ChunkToEmbed[]>;
  /** Keeps vectors of chunks that still stand as they were embedded, each once. */
  saveVectors(
    spaceId: string,
    made: { readonly documentId: string; readonly modelId: number; readonly chunks: readonly EmbeddedChunk[] },
  ): Promise<void>;
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
