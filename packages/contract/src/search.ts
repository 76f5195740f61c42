import { z } from "zod";
import { classifications } from "./classification.ts";
import { searchTypes } from "./content.ts";
import { queryBool, queryEnum, queryFloat, queryInt } from "./query.ts";

/** The most hits one search answers; upstream stops at 10. */
export const searchLimit = 100;

/** How to find: by words and meaning together, or by one of them alone, to compare. */
export const searchWays = ["both", "words", "meaning"] as const;
export type SearchWay = (typeof searchWays)[number];

/** `GET /api/search`. The last four are ours; upstream's clients do not send them. */
export const SearchQuery = z.object({
  q: z.string(),
  /** 0: the usual 5. Below 0: upstream's odd "all but the last", which for us is the usual 5 too. Above 100: 100. */
  n: queryInt().default(5),
  t: queryEnum(searchTypes).default("all"),
  r: queryBool().default(false),
  /** 0 counts as absent (observed.md C27). */
  max_distance: queryFloat().optional(),
  dedupe: queryBool().default(true),
  client: z.string().optional(),
  /** The last word may be unfinished: for results as the person types. */
  prefix: queryBool().default(false),
  /** IANA name: the zone in which "today" and "last week" are read. */
  timezone: z.string().optional(),
  /** One of the person's spaces to stay within. */
  space: z.uuid().optional(),
  how: queryEnum(searchWays).default("both"),
});
export type SearchQuery = z.output<typeof SearchQuery>;

export const SearchMatch = z.object({
  via: z.enum(["words", "meaning", "both"]),
  /** The words of the passage that matched, best first. */
  terms: z.array(z.string()),
});

/** One result, with upstream's hyphenated names; `line` to `also` in `additional` are ours (ours.md §3). */
export const SearchResult = z.object({
  entry: z.string(),
  /** 1 − relevance: lower is better. */
  score: z.number(),
  "cross-score": z.number().nullable(),
  additional: z.object({
    source: z.string(),
    file: z.string(),
    uri: z.string().nullable(),
    compiled: z.string(),
    heading: z.string(),
    match: SearchMatch,
    line: z.int(),
    page: z.int().optional(),
    /** UTF-16 offsets in the text that `/api/content/file` shows. */
    start: z.int(),
    end: z.int(),
    also: z.array(z.string()),
    title: z.string().optional(),
    type: z.string(),
    classification: z.enum(classifications),
    /** The space of the note, when it is not the person's own. */
    space: z.string().optional(),
  }),
  "corpus-id": z.uuid(),
});
export type SearchResult = z.output<typeof SearchResult>;
export const SearchResults = z.array(SearchResult);

/** `GET /api/search/explain`: how a query was read and why each hit stands where it stands. */
export const SearchExplanation = z.object({
  query: z.object({
    text: z.string(),
    phrases: z.array(z.string()),
    filters: z.object({
      type: z.string(),
      mustContain: z.array(z.string()),
      mustNotContain: z.array(z.string()),
      files: z.array(z.string()),
      notFiles: z.array(z.string()),
      days: z.object({ from: z.string().optional(), to: z.string().optional() }).optional(),
    }),
    timeZone: z.string(),
    /** Filters that could not be read and were left out, each with the reason. */
    problems: z.array(z.string()),
  }),
  hits: z.array(
    z.object({
      file: z.string(),
      line: z.int(),
      /** In [0,1]; `score` is what it was made of, and `crossRelevance` comes of `r=true`. */
      relevance: z.number(),
      score: z.number(),
      crossRelevance: z.number().nullable(),
      via: z.enum(["words", "meaning", "both"]),
      /** Its place among those found by words alone and by meaning alone, from 1; null: not among them. */
      word_rank: z.int().nullable(),
      meaning_rank: z.int().nullable(),
      /** Cosine of its vector and the question's. */
      similarity: z.number().nullable(),
      terms: z.array(z.string()),
      exact: z.boolean(),
      phrase: z.boolean(),
      prefix: z.boolean(),
      fuzzy: z.boolean(),
      also: z.array(z.string()),
    }),
  ),
  searched: z.object({
    /** Passages that passed the filters, and how many of them matched a word. */
    chunks: z.int(),
    matched: z.int(),
  }),
  /** Whether meaning took part, with which weight from 0 to 1, and why not where it did not. */
  meaning: z.object({ model: z.string().nullable(), weight: z.number(), reason: z.string().nullable() }),
  suggestion: z.string().optional(),
  degraded: z.string().optional(),
});
export type SearchExplanation = z.output<typeof SearchExplanation>;
