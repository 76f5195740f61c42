import type { RankedChunk } from "../index/word-index.ts";

/** A chunk that was found, and how. */
export interface FusedChunk {
  readonly spaceId: string;
  readonly documentId: string;
  readonly ordinal: number;
  readonly via: "words" | "meaning" | "both";
  /** What it stands by: the words' own score where words alone decide, else the joined one. */
  readonly score: number;
  /** In [0,1], never rising from one chunk to the next. */
  readonly relevance: number;
  /** What matched of the words; nothing when meaning alone found it. */
  readonly terms: RankedChunk["terms"];
  readonly why: RankedChunk["why"];
  /** Its places among those found by words alone and by meaning alone, from 1. */
  readonly wordRank: number | undefined;
  readonly meaningRank: number | undefined;
  /** Cosine of its vector and the question's, where it was among the nearest. */
  readonly similarity: number | undefined;
  /** What that is worth, in [0,1]. */
  readonly nearness: number | undefined;
}
