/** The waist of the house: documents and chunks of every space. The only writer of those tables. */
export { encodeContent } from "./encode-content.ts";
export { type Library, openLibrary } from "./library.ts";
export type { ClaimedOriginal, Reader } from "./reread.ts";
export type { Transfer, TransferredFile } from "./transfer-files.ts";
export type {
  DocumentSelector,
  EncodedPage,
  IndexChanges,
  IndexedDocument,
  KnownFile,
  LibraryFile,
  ListedFile,
  Origin,
  Original,
  ReadFile,
  SavedGroup,
  UnreadFile,
} from "./types.ts";
export type {
  ChunksToEmbed,
  ChunkToEmbed,
  EmbeddedChunk,
  EmbeddingProgress,
  MadeVectors,
  StoredVector,
  VectorChanges,
  VectorLibrary,
} from "./vectors.ts";
