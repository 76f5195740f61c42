/** The waist of the house: documents and chunks of every space. The only writer of those tables. */
export { encodeContent } from "./encode-content.ts";
export { type Library, openLibrary } from "./library.ts";
export type {
  ChunkRef,
  Deletion,
  DocumentKey,
  DocumentSelector,
  EncodedContent,
  FileText,
  IndexChanges,
  IndexedDocument,
  KnownFile,
  LibraryFile,
  ListedFile,
  Origin,
  Original,
  Passage,
  ReadFile,
  SavedFile,
  SavedGroup,
  StoredChunk,
  UnreadFile,
} from "./types.ts";
