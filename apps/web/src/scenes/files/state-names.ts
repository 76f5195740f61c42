import type { FileState } from "@khoj/contract";

/** The states of a file in the words the page uses everywhere. */
export const stateNames: Readonly<Record<FileState, string>> = {
  indexed: "Searchable",
  partly: "Partly searchable",
  queued: "Waiting",
  skipped: "Not read",
  excluded: "Kept out",
  failed: "Failed",
};
