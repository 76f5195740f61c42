import { all, type Differences } from "../differences.ts";

const found =
  "search search-org search-md search-plain search-n1 search-n0 search-nneg search-n30 search-n5 search-r search-maxd search-maxd0 search-nodedupe search-utf8 search-plus search-nul search-long search-vlong search-stray search-twice search-noauth search-file search-word-utf8";

/** Section 1.1 search. */
export const search: Differences = {
  ...all(found.split(" "), {
    kind: "by-ruling",
    status: 200,
    why: "found and ranked by words: a passage that shares no word with the question is not found",
    ruled: "the issue: by words, with no model; ours.md §3 score",
  }),
  ...all(["search-space", "search-badutf8"], {
    kind: "by-ruling",
    status: 200,
    why: "a question without a word has nothing to be near to",
    ruled: "the issue: by words, with no model",
  }),
  ...all(["search-file-ex", "search-word-ex"], {
    kind: "by-ruling",
    status: 200,
    why: "what is left after the exclusion shares no word with the question",
    ruled: "the issue: by words, with no model",
  }),
  "search-date-month": {
    kind: "defect-mended",
    status: 200,
    why: 'dt:"March 2024" is that month',
    ruled: "observed.md C28",
  },
  "search-date-org": {
    kind: "by-ruling",
    status: 200,
    why: "the date stands under another heading than the word, and a chunk never goes across headings",
    ruled: "ours.md §2 chunks",
  },
  "search-filter-only": {
    kind: "by-ruling",
    status: 200,
    why: "a note of two headings is two chunks",
    ruled: "ours.md §2 chunks",
  },
  "search-pdf": {
    kind: "by-ruling",
    status: 200,
    why: "the recording had a PDF; here the step sends bytes that are none",
    ruled: "ours.md §2 formats",
  },
};
