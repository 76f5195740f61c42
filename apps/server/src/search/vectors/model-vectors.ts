import { totalmem } from "node:os";
import type { VectorLibrary } from "../../library/index.ts";
import type { Follower } from "../follow-spaces.ts";
import type { WordIndex } from "../index/word-index.ts";
import type { FromIndexThread } from "../index-messages.ts";
import { keepSnapshot, type SnapshotKeeper } from "../keep-snapshot.ts";
import { removeSnapshot } from "../snapshot-file.ts";
import { followVectors } from "./follow-vectors.ts";
import { MemoryVectorIndex } from "./memory-vector-index.ts";
import type { ServedModel } from "./vector-messages.ts";
import { readVectorSnapshot, writeVectorSnapshot } from "./vector-snapshot.ts";

export interface ModelVectorsDeps {
  readonly words: Pick<WordIndex, "document" | "revision">;
  readonly vectorsSince: VectorLibrary["vectorsSince"];
  readonly snapshotFile: string;
  /** A search waits for the word index. */
  readonly isWaitedFor: () => boolean;
  readonly send: (message: FromIndexThread) => void;
}

/** The vectors of one model in memory, which follow the library. */
export interface ModelVectors {
  readonly model: ServedModel;
  readonly index: MemoryVectorIndex;
  readonly follower: Follower;
  /** From now on the snapshot is of this model; what stands in the file is read first, where that is to be trusted. */
  keepSnapshot(reads: boolean): void;
  /** Vectors went whose text must not stay in the snapshot. */
  noteGone(gone: number): void;
  /** Nothing of it is read or kept any more. */
  retire(): void;
  /** Pulls no more, and saves the snapshot when it is not up to date. */
  stop(): Promise<void>;
}

/** Rarer than those of words: they are larger, and come for hours while a model reads the notes for the first time. */
const times = { quiet: 30_000, quietAfterDeletion: 5_000, longest: 900_000 };

export function followModel(deps: ModelVectorsDeps, model: ServedModel): ModelVectors {
  const { words, vectorsSince, snapshotFile, isWaitedFor, send } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  let keeper: SnapshotKeeper | undefined;
  let isRetired = false;
  const index = new MemoryVectorIndex({ dimensions: model.dimensions, words, mostBytes: totalmem() / 4 });
  const follower = followVectors({
    index,
    modelId: model.id,
    vectorsSince,
    isWaitedFor,
    onApplied: (vectors) => keeper?.note({ documents: vectors, deleted: 0 }),
    onTrouble: (message, details) => send({ kind: "trouble", message, details }),
    signal,
  });
  const openKeeper = (): SnapshotKeeper =>
    keepSnapshot({
      file: snapshotFile,
      whose: "The vector index",
      write: (isUnwanted) => writeVectorSnapshot(snapshotFile, index, model, () => isRetired || isUnwanted()),
      whilePaused: follower.whilePaused,
      isWaitedFor,
      send,
      times,
    });
  return {
    model,
    index,
    follower,
    keepSnapshot(reads) {
      keeper = openKeeper();
      keeper.note({ documents: index.stats().vectors, deleted: 0 });
      void follower.whilePaused(async () => {
        if (!reads || (await readVectorSnapshot(snapshotFile, index, model, signal)) || signal.aborted) return;
        await removeSnapshot(snapshotFile);
      });
    },
    noteGone(gone) {
      if (gone > 0) keeper?.note({ documents: 0, deleted: gone });
    },
    retire() {
      isRetired = true;
      stopping.abort();
    },
    async stop() {
      stopping.abort();
      await keeper?.stop();
    },
  };
}
