import { setImmediate as breathe, setTimeout as wait } from "node:timers/promises";
import type { IndexChanges, IndexedDocument } from "../library/index.ts";
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

/** Keeps an index level with the library: pulls what changed, a bounded page at a time, and lets searches in between. */
export interface Follower {
  /** The space has a commit of this revision: pull until the index has it. */
  advance(spaceId: string, revision: number): void;
  /** Something is waiting to be pulled. */
  isBehind(): boolean;
  /** Runs `work` while the index does not change. */
  whilePaused(work: () => Promise<void>): Promise<void>;
}

/** Bytes of note text read at once, and taken into the index before searches get their turn. */
const pageBytes = 4_000_000;
const stepCharacters = 40_000;
/** Milliseconds of tidying at a time, when there is nothing to pull. */
const idlePortion = 4;
const firstRetry = 100;
const longestRetry = 5_000;

export function followLibrary(deps: FollowDeps): Follower {
  const wanted = new Map<string, number>();
  let isRunning = false;
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  };
  const run = async (): Promise<void> => {
    let failures = 0;
    while (!deps.signal.aborted) {
      const next = nextWanted(deps.index, wanted);
      if (next === undefined) {
        if (deps.index.maintain(idlePortion)) return;
        await breathe();
        continue;
      }
      const progress = await inTurn(() => pullPage(deps, next)).catch((error: unknown) => {
        deps.onTrouble("The word index could not read the changes of a space; it tries again", describe(next, error));
        return "none" as const;
      });
      failures = progress === "some" ? 0 : failures + 1;
      if (failures > 0) await wait(Math.min(firstRetry * 2 ** (failures - 1), longestRetry), undefined, { ref: false });
    }
  };
  const start = (): void => {
    if (isRunning) return;
    isRunning = true;
    void run().finally(() => {
      isRunning = false;
    });
  };

  return {
    advance(spaceId, revision) {
      if (revision <= deps.index.revision(spaceId)) return;
      wanted.set(spaceId, Math.max(revision, wanted.get(spaceId) ?? 0));
      start();
    },
    isBehind: () => nextWanted(deps.index, wanted) !== undefined,
    whilePaused: inTurn,
  };
}

interface Wanted {
  readonly spaceId: string;
  readonly revision: number;
}

/** The space that was asked for longest ago and is still behind; the others of the map are behind it in the queue. */
function nextWanted(index: WordIndex, wanted: Map<string, number>): Wanted | undefined {
  for (const [spaceId, revision] of wanted) {
    wanted.delete(spaceId);
    if (index.revision(spaceId) >= revision) continue;
    wanted.set(spaceId, revision);
    return { spaceId, revision };
  }
  return undefined;
}

async function pullPage(deps: FollowDeps, { spaceId }: Wanted): Promise<"some" | "none"> {
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
      ...describe({ spaceId, revision }, error),
      documentId,
    });
  }
}

const describe = (at: Wanted, error: unknown): Readonly<Record<string, unknown>> => ({
  ...at,
  failure: error instanceof Error ? error.name : "unknown",
  ...(error instanceof Error && "code" in error && { code: error.code }),
});
