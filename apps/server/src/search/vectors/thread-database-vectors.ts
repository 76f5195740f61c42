import { setTimeout as wait } from "node:timers/promises";
import { describeTrouble, type Follower, followSpaces } from "../follow-spaces.ts";
import type { FromIndexThread } from "../index-messages.ts";
import { removeSnapshot } from "../snapshot-file.ts";
import { DatabaseVectorIndex } from "./database-vector-index.ts";
import type { NearStore } from "./near-store.ts";
import type { ThreadVectors } from "./thread-vectors.ts";
import type { ServedModel } from "./vector-messages.ts";

export interface DatabaseVectorsDeps {
  readonly store: NearStore;
  /** Of memory, which another start may have used: what is deleted from now on must not stay in it. */
  readonly snapshotFile: string;
  /** A search waits for the word index. */
  readonly isWaitedFor: () => boolean;
  readonly send: (message: FromIndexThread) => void;
}

/** Vectors taken in at once: the notes they are of cannot be deleted meanwhile, so it is a moment. */
const pageVectors = 250;
const pause = 5;

/** The vectors that the database searches. Deletions need nothing here: they take effect there, with their commit. */
export function openDatabaseVectors(deps: DatabaseVectorsDeps): ThreadVectors {
  const { store, snapshotFile } = deps;
  const stopping = new AbortController();
  const known = new Map<string, number>();
  const indexOf = ({ id, dimensions }: ServedModel) => new DatabaseVectorIndex({ store, modelId: id, dimensions });
  let serving: ServedModel | undefined;
  let coming: ServedModel | undefined;
  /** The one before: its last questions are on their way. */
  let leaving: ServedModel | undefined;
  let follower: Follower | undefined;

  void removeSnapshot(snapshotFile).catch(() => {});
  return {
    of(modelId) {
      const asked = [serving, leaving].find((one) => one?.id === modelId);
      return asked && indexOf(asked);
    },
    serve(model, next) {
      const isNew = (one: ServedModel | undefined) => one && one.id !== serving?.id && one.id !== coming?.id;
      const brings = isNew(model) || isNew(next);
      if (model && model.id !== serving?.id) [leaving, serving] = [serving, model];
      coming = next;
      if (!brings) return;
      // Another follower: its first page begins with the indexes of the models there now are.
      follower = followInto(deps, stopping.signal);
      for (const [spaceId, revision] of known) follower.advance(spaceId, revision);
    },
    advance(spaces) {
      for (const [spaceId, revision] of spaces) {
        known.set(spaceId, revision);
        follower?.advance(spaceId, revision);
      }
    },
    // All models' vectors are taken in by one follower.
    level: () =>
      follower && !follower.isBehind() ? [serving, coming].flatMap((one) => (one === undefined ? [] : one.id)) : [],
    wordsChanged() {},
    wordsReached() {},
    drop: (spaceId) => void known.delete(spaceId),
    async size() {
      const vectors = serving ? await store.count(serving.id, [...known.keys()]) : 0;
      return { vectors, bytes: 0, leftOut: 0 };
    },
    async stop() {
      stopping.abort();
    },
  };
}

function followInto({ store, isWaitedFor, send }: DatabaseVectorsDeps, signal: AbortSignal): Follower {
  const revisions = new Map<string, number>();
  let isIndexed = false;
  return followSpaces({
    revision: (spaceId) => revisions.get(spaceId) ?? 0,
    async pull(spaceId) {
      while (isWaitedFor() && !signal.aborted) await wait(pause, undefined, { ref: false });
      if (!isIndexed) await store.index();
      isIndexed = true;
      const before = revisions.get(spaceId) ?? 0;
      const { revision, vectors } = await store.fill(spaceId, pageVectors);
      revisions.set(spaceId, revision);
      return vectors > 0 || revision > before ? "some" : "none";
    },
    onTrouble: (failed, error) =>
      send({
        kind: "trouble",
        message: "Vectors of a space could not be indexed in the database; it is tried again",
        details: describeTrouble(failed, error),
      }),
    signal,
  });
}
