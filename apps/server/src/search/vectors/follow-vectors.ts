import { setImmediate as breathe, setTimeout as wait } from "node:timers/promises";
import type { StoredVector, VectorLibrary } from "../../library/index.ts";
import { describeTrouble, type Follower, followSpaces } from "../follow-spaces.ts";
import type { MemoryVectorIndex } from "./memory-vector-index.ts";

export interface FollowVectorsDeps {
  readonly index: MemoryVectorIndex;
  readonly modelId: number;
  readonly vectorsSince: VectorLibrary["vectorsSince"];
  /** Searches wait for the word index: vectors can wait, no search waits for them. */
  readonly isWaitedFor: () => boolean;
  readonly onApplied: (vectors: number) => void;
  readonly onTrouble: (message: string, details: Readonly<Record<string, unknown>>) => void;
  readonly signal: AbortSignal;
}

/** Vectors read at once, and taken in before searches get their turn. */
const pageVectors = 4000;
const stepVectors = 500;
const pause = 5;

/** Keeps the index level with the model's vectors in the library. */
export function followVectors(deps: FollowVectorsDeps): Follower {
  const { index, signal } = deps;
  return followSpaces({
    revision: (spaceId) => index.revision(spaceId),
    pull: (spaceId) => pullPage(deps, spaceId),
    onTrouble: (failed, error) =>
      deps.onTrouble("The vectors of a space could not be read; it is tried again", describeTrouble(failed, error)),
    signal,
  });
}

async function pullPage(deps: FollowVectorsDeps, spaceId: string): Promise<"some" | "none"> {
  const { index, modelId } = deps;
  await whileWaitedFor(deps);
  const since = index.revision(spaceId);
  const changes = await deps.vectorsSince(spaceId, { modelId, revision: since, limit: pageVectors });
  if (deps.signal.aborted) return "none";
  if (changes.revision < since) {
    // The database was put back to an earlier state.
    index.drop(spaceId);
    deps.onApplied(1);
    return "some";
  }
  if (changes.revision === since) return "none";
  // In the order of their places each is quickly known to be new.
  const vectors = [...changes.vectors].sort(byPlace);
  for (let from = 0; from < vectors.length; from += stepVectors) {
    await whileWaitedFor(deps);
    if (deps.signal.aborted) return "none";
    index.add(spaceId, changes.documentsRevision, vectors.slice(from, from + stepVectors));
    await breathe();
  }
  index.reach(spaceId, changes.revision);
  deps.onApplied(vectors.length);
  return "some";
}

async function whileWaitedFor({ isWaitedFor, signal }: FollowVectorsDeps): Promise<void> {
  while (isWaitedFor() && !signal.aborted) await wait(pause, undefined, { ref: false });
}

const byPlace = (one: StoredVector, other: StoredVector): number =>
  compare(one.documentId, other.documentId) || one.ordinal - other.ordinal || one.part - other.part;

const compare = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);
