import type { Classification, FileType, SearchType, SearchWay } from "@khoj/contract";
import type { FusedChunk } from "./fusion/fused-chunk.ts";
import type { RankedChunk } from "./index/word-index.ts";
import type { MeaningPart } from "./meaning/ask-meaning.ts";

export interface SearchRequest {
  /** As typed, filters included. */
  readonly query: string;
  readonly limit: number;
  readonly type: SearchType;
  /** 1 − relevance at most this; undefined or 0: no bound. */
  readonly maxDistance?: number | undefined;
  /** Show a passage and its copies once. */
  readonly dedupe: boolean;
  readonly rerank: boolean;
  /** By words and meaning together unless told otherwise. */
  readonly how?: SearchWay;
  /** Exact names to stay within (a conversation's file filters). */
  readonly fileNames?: readonly string[] | undefined;
  /** The last word may be unfinished. */
  readonly prefix?: boolean;
  /** IANA zone for days; UTC when unknown. */
  readonly timeZone?: string | undefined;
  /** A single space to narrow to; must be one of the actor's. */
  readonly space?: string | undefined;
}

/** One passage found, with everything needed to show it, cite it and open it. */
export interface SearchHit {
  readonly spaceId: string;
  readonly documentId: string;
  readonly ordinal: number;
  readonly fileName: string;
  readonly fileType: FileType;
  readonly source: string;
  /** Title of the document, when it has one. */
  readonly title: string | undefined;
  readonly classification: Classification;
  /** The chunk as it stands in the document. */
  readonly text: string;
  /** The passage with the heading lines it stands under, joined with its neighbours: what a person reads. */
  readonly entry: string;
  readonly headings: readonly string[];
  readonly line: number;
  readonly page: number | undefined;
  /** UTF-16 offsets of the chunk in the document's text. */
  readonly start: number;
  readonly end: number;
  /** Where the section begins that the chunk belongs to: hits of one entry have it in common. */
  readonly sectionStart: number;
  readonly updatedAt: Date;
  /** In [0,1], higher is better. */
  readonly relevance: number;
  readonly match: { readonly via: "words" | "meaning" | "both"; readonly terms: readonly string[] };
  /** How it came to its relevance. */
  readonly why: RankedChunk["why"] & { readonly score: number };
  /** Its places among those found by words alone and by meaning alone, from 1, and how near it is to the question. */
  readonly ranks: Pick<FusedChunk, "wordRank" | "meaningRank" | "similarity" | "nearness">;
  /** Relevance by a closer look at the passage, when the request asked for one; hits then stand in its order. */
  readonly crossRelevance: number | undefined;
  /** Other names of the same text (other origins' copies). */
  readonly also: readonly string[];
}

export interface SearchAnswer {
  readonly hits: readonly SearchHit[];
  readonly searched: { readonly chunks: number; readonly matched: number };
  readonly suggestion: string | undefined;
  /** Why meaning took no part, when it should have. */
  readonly degraded: string | undefined;
  /** The part that meaning took. */
  readonly meaning: Pick<MeaningPart, "model" | "weight" | "reason">;
  /** Filters that could not be read and were left out, each with the reason in a sentence. */
  readonly problems: readonly string[];
}
