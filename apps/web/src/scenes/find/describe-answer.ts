import type { SearchAnswer } from "@khoj/client";
import type { IndexingProgress } from "@khoj/contract";

/** One line that never changes its height: how much was found, and what took no part. */
export function describeAnswer({ hits, degraded }: SearchAnswer, progress: IndexingProgress | undefined): string {
  const notes = new Set(hits.map(({ additional }) => `${additional.space ?? ""}/${additional.file}`)).size;
  const found =
    hits.length === 0
      ? "Nothing found"
      : `${hits.length === 1 ? "1 passage" : `${hits.length} passages`} in ${notes === 1 ? "1 note" : `${notes} notes`}`;
  const missing = degraded === undefined ? describeUnread(progress) : describeDegraded(degraded);
  return missing === "" ? found : `${found} · ${missing}`;
}

function describeDegraded(degraded: string): string {
  const reason = degraded.replace(/^words-only;?\s*/, "");
  return `by words only${reason === "" ? "" : `: ${reason}`}`;
}

/** Vectors are there, but not yet of everything. */
export function describeUnread(progress: IndexingProgress | undefined): string {
  if (progress === undefined || progress.meaning.state !== "ready") return "";
  const { embedded, passages } = progress.meaning;
  return embedded >= passages ? "" : `meaning of ${Math.floor((100 * embedded) / passages)} % read so far`;
}
