/** The waist of the house: documents and chunks of every space. The only writer of those tables. */
export type {
  DocumentKey,
  DocumentSelector,
  IndexChanges,
  IndexedDocument,
  Origin,
  ReadFile,
  UnreadFile,
} from "./types.ts";
