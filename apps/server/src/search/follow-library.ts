import { setImmediate as breathe } from "node:timers/promises";
import type { IndexChanges, IndexedDocument } from "../library/index.ts";
import { describeTrouble, type Follower, followSpaces } from "./follow-spaces.ts";
import type { WordIndex } from "./index/word-index.ts";

export interface FollowDeps {
  readonly index: WordIndex;
  readonly changesSince: (spaceId: string, revision: number, limit: number) => Promise<IndexChanges>;
  /** A space has come to a revision; called after every step that completes one. */
  readonly onReached: (spaceId: string, revision: number) => void;
  readonly onApplied: (change: { readonly documents: number; readonly deleted: number }) => void;
  readonly onTrouble: (message: string, details: Readonly<Record<string, unknown>>) => void;
  readonly signal: AbortSignal;
}

/** Bytes of note text read at once, and taken into the index before searches get their turn. */
const pageBytes = 4_000_000;
const stepCharacters = 40_000;
/** Milliseconds of tidying at a time, when there is nothing to pull. */
const idlePortion = 4;

export function followLibrary(deps: FollowDeps): Follower {
  return followSpaces({
    revision: deps.index.revision,
    pull: (spaceId) => pullPage(deps, spaceId),
    idle: () => deps.index.maintain(idlePortion),
    onTrouble: (failed, error) =>
      deps.onTrouble(
        "The word index could not read the changes of a space; it tries again",
        describeTrouble(failed, error),
      ),
    signal: deps.signal,
  });
}

async function pullPage(deps: FollowDeps, spaceId: string): Promise<"some" | "none"> {
  const since = deps.index.revision(spaceId);
  const changes = await deps.changesSince(spaceId, since, pageBytes);
  if (changes.revision < since) {
    // The database was put back to an earlier state: what the index has beyond it never happened.
    deps.index.drop(spaceId);
    deps.onApplied({ documents: 0, deleted: 1 });
    return "some";
  }
  if (changes.revision === since) return "none";
  await applyPage(deps, changes, since);
  if (!deps.signal.aborted) deps.onReached(spaceId, changes.revision);
  return "some";
}

/** What is gone goes first and at once; the revision counts only when all of the page is in. */
async function applyPage(deps: FollowDeps, changes: IndexChanges, since: number): Promise<void> {
  if (deps.signal.aborted) return;
  const { spaceId, revision, documents, deleted } = changes;
  deps.index.apply({ spaceId, revision: since, documents: [], deleted });
  for (const step of steps(documents)) {
    if (deps.signal.aborted) return;
    applyStep(deps, spaceId, since, step);
    await breathe();
  }
  deps.index.apply({ spaceId, revision, documents: [], deleted: [] });
  deps.onApplied({ documents: documents.length, deleted: deleted.length });
}

function* steps(documents: readonly IndexedDocument[]): Generator<readonly IndexedDocument[]> {
  let step: IndexedDocument[] = [];
  let size = 0;
  for (const document of documents) {
    step.push(document);
    size += document.chunks.reduce((sum, chunk) => sum + chunk.text.length, 0);
    if (size < stepCharacters) continue;
    yield step;
    step = [];
    size = 0;
  }
  if (step.length > 0) yield step;
}

/** One document that the index cannot take must not keep the others out. */
function applyStep(deps: FollowDeps, spaceId: string, revision: number, documents: readonly IndexedDocument[]): void {
  try {
    deps.index.apply({ spaceId, revision, documents, deleted: [] });
  } catch (error) {
    if (documents.length > 1) {
      for (const document of documents) applyStep(deps, spaceId, revision, [document]);
      return;
    }
    const documentId = documents[0]?.id;
    deps.onTrouble("The word index could not take a document; the others are unaffected", {
      ...describeTrouble({ spaceId, revision }, error),
      documentId,
    });
  }
}
