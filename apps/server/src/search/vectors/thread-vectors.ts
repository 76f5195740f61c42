import { totalmem } from "node:os";
import type { IndexChanges, VectorLibrary } from "../../library/index.ts";
import type { Follower } from "../follow-spaces.ts";
import type { WordIndex } from "../index/word-index.ts";
import type { FromIndexThread } from "../index-messages.ts";
import { keepSnapshot, type SnapshotKeeper } from "../keep-snapshot.ts";
import { removeSnapshot } from "../snapshot-file.ts";
import { followVectors } from "./follow-vectors.ts";
import { MemoryVectorIndex, type VectorIndexSize } from "./memory-vector-index.ts";
import type { VectorIndex } from "./vector-index.ts";
import type { ServedModel, VectorMessage } from "./vector-messages.ts";
import { readVectorSnapshot, writeVectorSnapshot } from "./vector-snapshot.ts";

export interface ThreadVectorsDeps {
  readonly words: Pick<WordIndex, "document" | "revision">;
  readonly vectorsSince: VectorLibrary["vectorsSince"];
  readonly snapshotFile: string;
  /** False where the word index begins empty: what it does not know would be taken for deleted. */
  readonly trustSnapshot: boolean;
  /** A search waits for the word index. */
  readonly isWaitedFor: () => boolean;
  readonly send: (message: FromIndexThread) => void;
}

/** The vectors of the model that serves, in the index's thread: they follow the library and the word index beside it. */
export interface ThreadVectors {
  /** The index of the model's vectors; undefined while another one serves, or none. */
  of(modelId: number): VectorIndex | undefined;
  /** From now on this model's vectors are asked, and those of another one forgotten. None: what there is waits for its model. */
  serve(model: ServedModel | undefined): void;
  /** Spaces have commits of vectors up to these revisions. */
  advance(spaces: Extract<VectorMessage, { kind: "vectors" }>["spaces"]): void;
  /** The word index took changes in; deletions among them take effect here and now. */
  wordsChanged(changes: Pick<IndexChanges, "spaceId" | "documents" | "deleted">): void;
  wordsReached(spaceId: string): void;
  drop(spaceId: string): void;
  size(): VectorIndexSize | Promise<VectorIndexSize>;
  stop(): Promise<void>;
}

/** Rarer than those of words: they are larger, and come for hours while a model reads the notes for the first time. */
const times = { quiet: 30_000, quietAfterDeletion: 5_000, longest: 900_000 };

export function openThreadVectors(deps: ThreadVectorsDeps): ThreadVectors {
  let serving: Serving | undefined;
  let trusts = deps.trustSnapshot;
  let mayBeThere = true;
  let known = new Map<string, number>();

  /** What is deleted while nothing follows it here must not stay in the file. */
  const forgetFile = (): void => {
    trusts = false;
    if (!mayBeThere) return;
    mayBeThere = false;
    void removeSnapshot(deps.snapshotFile).catch(() => {});
  };
  if (!trusts) forgetFile();
  const noteGone = (gone: number): void => {
    if (gone > 0) serving?.keeper.note({ documents: 0, deleted: gone });
  };
  return {
    of: (modelId) => (serving?.model.id === modelId ? serving.index : undefined),
    serve(model) {
      if (!model || (model.key === serving?.model.key && model.id === serving.model.id)) return;
      if (serving) forgetFile();
      serving?.retire();
      serving = serve(deps, model, trusts);
      mayBeThere = true;
      for (const [spaceId, revision] of known) serving?.follower.advance(spaceId, revision);
    },
    advance(spaces) {
      for (const [spaceId, revision] of spaces) {
        known.set(spaceId, revision);
        serving?.follower.advance(spaceId, revision);
      }
    },
    wordsChanged({ spaceId, documents, deleted }) {
      if (!serving) return forgetFile();
      noteGone(serving.index.settle(spaceId, [...deleted, ...documents.map(({ id }) => id)]));
    },
    wordsReached: (spaceId) => noteGone(serving?.index.settleWaiting(spaceId) ?? 0),
    drop(spaceId) {
      known = new Map([...known].filter(([id]) => id !== spaceId));
      if (!serving) return forgetFile();
      if (!serving.index.spaces.has(spaceId)) return;
      serving.index.drop(spaceId);
      noteGone(1);
    },
    size: () => serving?.index.stats() ?? { vectors: 0, bytes: 0, leftOut: 0 },
    async stop() {
      serving?.stopping.abort();
      await serving?.keeper.stop();
    },
  };
}

interface Serving {
  readonly model: ServedModel;
  readonly index: MemoryVectorIndex;
  readonly follower: Follower;
  readonly keeper: SnapshotKeeper;
  readonly stopping: AbortController;
  /** Another model serves: nothing of this one is read or kept any more. */
  retire(): void;
}

function serve(deps: ThreadVectorsDeps, model: ServedModel, trusts: boolean): Serving {
  const { words, vectorsSince, snapshotFile, isWaitedFor, send } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  let isRetired = false;
  const index = new MemoryVectorIndex({ dimensions: model.dimensions, words, mostBytes: totalmem() / 4 });
  const follower = followVectors({
    index,
    modelId: model.id,
    vectorsSince,
    isWaitedFor,
    onApplied: (vectors) => keeper.note({ documents: vectors, deleted: 0 }),
    onTrouble: (message, details) => send({ kind: "trouble", message, details }),
    signal,
  });
  const keeper = keepSnapshot({
    file: snapshotFile,
    whose: "The vector index",
    write: (isUnwanted) => writeVectorSnapshot(snapshotFile, index, model, () => isRetired || isUnwanted()),
    whilePaused: follower.whilePaused,
    isWaitedFor,
    send,
    times,
  });
  void follower.whilePaused(async () => {
    if (!trusts || (await readVectorSnapshot(snapshotFile, index, model, signal)) || signal.aborted) return;
    await removeSnapshot(snapshotFile);
  });
  const retire = (): void => {
    isRetired = true;
    stopping.abort();
  };
  return { model, index, follower, keeper, stopping, retire };
}
