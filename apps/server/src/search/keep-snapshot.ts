import { performance } from "node:perf_hooks";
import { setImmediate as breathe } from "node:timers/promises";
import type { FromIndexThread } from "./index-messages.ts";
import { removeSnapshot } from "./snapshot-file.ts";

export interface SnapshotKeeper {
  /** The index changed. */
  note(change: { readonly documents: number; readonly deleted: number }): void;
  stop(): Promise<void>;
}

interface KeepDeps {
  readonly file: string;
  /** Whose snapshot it is, as troubles name it: "The word index". */
  readonly whose: string;
  /** Replaces the file in one step; gives up, leaving the old one, as soon as `isUnwanted` says so. */
  readonly write: (isUnwanted: () => boolean) => Promise<"written" | "given up">;
  /** Does a portion of what must be done before `write`, so that no search waits for all of it; true when it is done. */
  readonly prepare?: () => boolean;
  /** Runs `work` while the index does not change. */
  readonly whilePaused: (work: () => Promise<void>) => Promise<void>;
  /** Somebody waits for the index to change: a snapshot can wait. */
  readonly isWaitedFor: () => boolean;
  readonly send: (message: FromIndexThread) => void;
  readonly times?: typeof usualTimes;
}

/** Milliseconds without a change after which the snapshot is written, and after which it is written in any case. */
const usualTimes = { quiet: 20_000, quietAfterDeletion: 2_000, longest: 120_000 };

/**
 * Writes the snapshot when things are quiet, so that a start is quick. What was deleted must not linger in it: a
 * deletion removes the file at once, and a new one follows soon.
 */
export function keepSnapshot(deps: KeepDeps): SnapshotKeeper {
  const { file, prepare = () => true, whilePaused, isWaitedFor, send } = deps;
  const { quiet, quietAfterDeletion, longest } = deps.times ?? usualTimes;
  let changes = 0;
  let changedSince = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let busy: Promise<void> = Promise.resolve();

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    busy = busy.then(work).catch((error: unknown) => {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      send({ kind: "trouble", message: `${deps.whose}'s snapshot could not be written`, details: { code } });
    });
    return busy;
  };
  const write = async (isUnwanted: () => boolean): Promise<void> => {
    const covered = changes;
    while (covered > 0 && !isUnwanted() && !prepare()) await breathe();
    if (covered === 0 || isUnwanted()) return;
    if ((await deps.write(isUnwanted)) === "written") changes -= covered;
  };
  const schedule = (milliseconds: number): void => {
    clearTimeout(timer);
    const overdue = changedSince + longest - performance.now();
    timer = setTimeout(
      () => {
        const mustBe = performance.now() >= changedSince + longest;
        const isUnwanted = () => !mustBe && !stopped && isWaitedFor();
        void inTurn(() => whilePaused(() => write(isUnwanted))).then(() => {
          changedSince = performance.now();
          if (changes > 0 && !stopped) schedule(quiet);
        });
      },
      Math.max(0, Math.min(milliseconds, overdue)),
    );
    timer.unref();
  };

  return {
    note({ documents, deleted }) {
      if (documents + deleted === 0 || stopped) return;
      if (changes === 0) changedSince = performance.now();
      changes += documents + deleted;
      if (deleted > 0) void inTurn(() => removeSnapshot(file));
      schedule(deleted > 0 ? quietAfterDeletion : quiet);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await inTurn(() => write(() => false));
    },
  };
}
