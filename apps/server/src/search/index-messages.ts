import type { ErrorCode } from "@khoj/contract";
import type { Connection, NearVectors } from "@khoj/db";
import type { FoundChunks, MeaningQuery } from "./fusion/find-chunks.ts";
import type { WordQuery } from "./index/word-index.ts";
import type { VectorIndexSize } from "./vectors/memory-vector-index.ts";
import type { VectorMessage } from "./vectors/vector-messages.ts";

/** What the thread that owns the word index is started with. */
export interface IndexThreadData {
  readonly connection: Connection;
  /** Where the snapshot stands; the folder exists. */
  readonly snapshotFile: string;
  /** Where that of the vectors stands, beside it. */
  readonly vectorsFile: string;
  /** The database searches vectors; undefined: this thread does, in its memory. */
  readonly nearVectors: NearVectors | undefined;
  /** False after a thread that ended soon after it had read the snapshot: this one starts from the database alone. */
  readonly trustSnapshot: boolean;
}

/** Space and revision: how far an index must have come, or has. */
export type Revisions = readonly (readonly [spaceId: string, revision: number])[];

export type ToIndexThread =
  /** The spaces that exist, with their revisions: follow these, forget any other. */
  | { readonly kind: "follow"; readonly spaces: Revisions }
  /** A commit, or somebody who waits for one. */
  | { readonly kind: "advance"; readonly spaceId: string; readonly revision: number }
  | {
      readonly kind: "search";
      readonly id: number;
      readonly query: WordQuery;
      /** How it is asked by meaning too. */
      readonly meaning: MeaningQuery | undefined;
      readonly atLeast: Revisions;
    }
  | VectorMessage
  | { readonly kind: "forget"; readonly id: number }
  | { readonly kind: "measure"; readonly id: number }
  /** Save the snapshot, close the connections and end. */
  | { readonly kind: "stop" };

export type FromIndexThread =
  | { readonly kind: "found"; readonly id: number; readonly found: Found }
  | { readonly kind: "measured"; readonly id: number; readonly size: IndexSize }
  | { readonly kind: "failed"; readonly id: number; readonly code: ErrorCode; readonly message: string }
  | { readonly kind: "reached"; readonly spaceId: string; readonly revision: number }
  | { readonly kind: "trouble"; readonly message: string; readonly details: Readonly<Record<string, unknown>> };

export interface Found {
  readonly result: FoundChunks;
  /** The revision of each space searched, as the index had it. */
  readonly revisions: Revisions;
}

export interface IndexSize {
  readonly chunks: number;
  readonly documents: number;
  readonly words: number;
  readonly terms: number;
  readonly bytes: number;
  readonly vectors: VectorIndexSize;
  /** The models of which every vector that was told of is in. */
  readonly level: readonly number[];
}
