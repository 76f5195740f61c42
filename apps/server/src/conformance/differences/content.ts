import { all, type Differences } from "../differences.ts";

const mended = (ids: readonly string[], status: number, why: string, ruled: string): Differences =>
  all(ids, { kind: "defect-mended", status, why, ruled });

/** Section 1.2. */
export const content: Differences = {
  ...mended(
    ["patch-md-badutf8", "patch-notype", "patch-longname"],
    200,
    "a file is judged by itself",
    "observed.md A2",
  ),
  ...mended(["patch-backslash", "patch-unc"], 200, "a Windows path is kept whole", "observed.md A5"),
  ...mended(["file-backslash", "file-longname"], 200, "what was taken can be read", "observed.md A2, A5"),
  ...mended(["patch-t-bogus", "patch-t-empty"], 200, "an empty or unknown t means all", "ours.md §2 t= on upload"),
  ...mended(["patch-nofilename"], 422, "said in plain words", "observed.md B17"),
  ...mended(["post-content"], 405, "Allow names every method of the path", "observed.md D31"),
  ...mended(["file-unknown"], 404, "an unknown file is not found", "do-better.md W-42"),
  ...mended(["files-neg"], 422, "a page below the first is refused in words", "observed.md B23"),
  ...mended(["del-type-bogus", "del-type-case", "del-source-bogus"], 422, "refused in words", "do-better.md W-47"),
  ...mended(["convert-md-charset"], 200, "a charset is no reason to fail", "do-better.md W-44"),
  ...mended(
    ["empty-txt", "after-empty-txt", "empty-octet"],
    200,
    "an empty part deletes, of every type",
    "do-better.md W-19",
  ),
  ...mended(
    ["files-after-type", "files-after-all"],
    200,
    "what is deleted by type is deleted with its texts",
    "do-better.md W-20",
  ),
  ...all(["computer-after-put", "files-after-put"], {
    kind: "by-ruling",
    status: 200,
    why: "PUT removes nothing that was not sent",
    ruled: "ours.md §2 PUT",
  }),
  ...all(["files", "files-p1", "files-p99", "files-full", "files-noauth", "computer"], {
    kind: "by-ruling",
    status: 200,
    why: "lists the files above that upstream lost, and none whose bytes are no PDF or Word",
    ruled: "observed.md A2, A3, A5; ours.md §2 formats",
  }),
  "del-files": {
    kind: "by-ruling",
    status: 201,
    why: "counts files, where upstream counts rows of its index",
    ruled: "wire.md §1.2: an implementation's own count",
  },
  "after-empty-md": {
    kind: "by-ruling",
    status: 200,
    why: "found by words: nothing near is left",
    ruled: "the issue: by words, with no model",
  },
  "convert-two": { kind: "by-ruling", status: 200, why: "a zip is no text", ruled: "ours.md §2 file-type sniffing" },
  "github-config2": {
    kind: "by-ruling",
    status: 200,
    why: "connectors come later, and a token is never shown again",
    ruled: "ours.md §4 not yet configured",
  },
  ...all(["types", "file-pdf", "file-docx"], {
    kind: "by-ruling",
    why: "the recording had a PDF and a Word file; here the step sends bytes that are neither, which are named and not kept",
    ruled: "ours.md §2 file-type sniffing",
  }),
  ...all(["convert-pdf", "convert-docx"], {
    kind: "by-ruling",
    why: "the recording had sample files of those formats; without them the kit leaves the step out",
    ruled: "the kit: --pdf and --docx",
  }),
};
