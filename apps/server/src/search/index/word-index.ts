import type { FileType } from "@khoj/contract";
import type { IndexedDocument } from "../../library/index.ts";
import type { PassingChunks } from "./passing-chunks.ts";
import type { DocumentRecord } from "./segment.ts";

/** A query after its filters were taken out and its words were read (search/parse-query.ts makes it). */
export interface WordQuery {
  /** The words to rank by, as typed. Empty with filters: everything that passes, newest first. */
  readonly text: string;
  /** Phrases in double quotes in the text: must stand together, in order. */
  readonly phrases: readonly string[];
  /** The last word may be unfinished (as-you-type). */
  readonly prefix: boolean;
  readonly filters: WordFilters;
  readonly limit: number;
}

/** Applied before scoring: a chunk that does not pass is never ranked. */
export interface WordFilters {
  /** The actor's spaces; a chunk of any other space does not exist. */
  readonly spaces: readonly string[];
  readonly fileType?: FileType;
  readonly source?: string;
  /** `+"…"`: every one must occur in the chunk, any case, also inside a word, any script. */
  readonly mustContain: readonly string[];
  /** `-"…"`: none may occur. */
  readonly mustNotContain: readonly string[];
  /** `file:"…"`: at least one must match (globs, any case); `-file:"…"`: none may. */
  readonly files: readonly string[];
  readonly notFiles: readonly string[];
  /** Exact names, as conversations keep them: at least one must equal. Undefined: any. */
  readonly fileNames?: readonly string[];
  /** Days, from inclusive, to exclusive; a chunk passes when one of its dates lies inside. */
  readonly days?: { readonly from?: string; readonly to?: string };
}

export interface RankedChunk {
  readonly spaceId: string;
  readonly documentId: string;
  readonly ordinal: number;
  /** The raw score, higher is better. */
  readonly score: number;
  /** In [0,1], comparable between queries: what `score = 1 − relevance` is made of. */
  readonly relevance: number;
  /** The words of the chunk that matched, as they stand in the text's vocabulary (folded), best first. */
  readonly terms: readonly string[];
  readonly why: {
    readonly exact: boolean;
    readonly phrase: boolean;
    readonly prefix: boolean;
    readonly fuzzy: boolean;
  };
}

export interface WordResult {
  readonly hits: readonly RankedChunk[];
  /** Chunks that passed the filters; and at least how many of them matched a word (the search stops counting early). */
  readonly considered: number;
  readonly matched: number;
  /** For an answer of nothing: the nearest spelling that would find something. */
  readonly suggestion: string | undefined;
}

/** The word index of any number of spaces, in memory. Exact: what was applied is found, what was deleted is not. */
export interface WordIndex {
  /** Adds the documents, replacing earlier versions by id, and forgets the deleted ones. Sets the space's revision. */
  apply(changes: {
    spaceId: string;
    revision: number;
    documents: readonly IndexedDocument[];
    deleted: readonly string[];
  }): void;
  /** `passing`: what `passing(query)` answered just now, where it is known already. */
  search(query: WordQuery, passing?: PassingChunks): WordResult;
  /** What exists and passes the filters, for an index of another kind that ranks the same chunks. */
  passing(query: Pick<WordQuery, "filters" | "phrases">): PassingChunks;
  /** A document as this index has it now. */
  document(spaceId: string, documentId: string): DocumentRecord | undefined;
  /**
   * Merges what writes have left in pieces, for about this long; true when nothing is left to do. Call it when idle, in
   * small portions: no search waits longer than one. With `purge` it goes on until no word of a deleted text is left in memory.
   */
  maintain(budgetMs: number, options?: { readonly purge?: boolean }): boolean;
  /** The revision this index has of a space; 0 when it has none. */
  revision(spaceId: string): number;
  /** Forgets a space whole. */
  drop(spaceId: string): void;
  stats(): {
    readonly chunks: number;
    readonly documents: number;
    readonly words: number;
    readonly terms: number;
    readonly bytes: number;
  };
  /**
   * The whole index as bytes, to be read back by `loadWordIndex`. Nothing deleted is in it: what `maintain` with `purge` has
   * left to do is done first, so call that until it answers true to keep this short.
   */
  snapshot(): Uint8Array[];
}
