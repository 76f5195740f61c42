import type { Folder } from "@khoj/contract";
import type { FolderMemory } from "./folder-memory.ts";
import { notStarted } from "./folder-progress.ts";
import type { StoredFolder } from "./folder-store.ts";
import { FolderWatcher, type WatchDeps } from "./watch-folder.ts";

/** A folder as this server holds it: being watched, or paused. */
export interface RunningFolder {
  readonly folder: StoredFolder;
  describe(): Folder;
  pause(): Promise<void>;
  /**
   * `accept`: what vanished goes from the library too. `restore`: it stays, and the folder is looked at again. An
   * answer to a question that is not there (any more, or not again yet) changes nothing; an open one stays open.
   */
  resume(deletions: "accept" | "restore" | undefined): Promise<void>;
  /** Compares everything anew: rules changed. */
  lookAgain(): void;
  stop(): Promise<void>;
}

export function runFolder(deps: WatchDeps, folder: StoredFolder, memory: FolderMemory): RunningFolder {
  let hasEnded = false;
  let watcher: FolderWatcher | undefined;
  let stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let lastStep: Promise<void> = Promise.resolve();

  const start = (): void => {
    if (hasEnded || memory.now.paused) return;
    stopping = new AbortController();
    const started = new FolderWatcher(deps, folder, memory);
    watcher = started;
    const { signal } = stopping;
    running = started.run(signal).catch((error: unknown) => {
      if (signal.aborted) return;
      started.progress.state = "failed";
      started.progress.reason = "watching it broke down; pause and resume it to try again";
      deps.log.error({ folder: folder.id, error }, "Watching broke down");
    });
  };
  const stop = async (): Promise<void> => {
    stopping.abort();
    await running;
  };
  /** One step ends before the next begins, so that there is never more than one watcher. */
  const inTurn = (step: () => Promise<void>): Promise<void> => {
    const done = lastStep.then(step);
    lastStep = done.catch(() => {});
    return done;
  };
  const answer = async (deletions: "accept" | "restore"): Promise<void> => {
    if (watcher?.progress.vanished === undefined) return;
    const vanished = await watcher.vanishedNames();
    if (deletions === "accept" && vanished.length > 0)
      await deps.library.delete(folder.spaceId, { fileNames: vanished, origin: `folder:${folder.id}` });
    const { kept } = memory.now;
    await memory.change({ vanished: undefined, kept: deletions === "restore" ? [...kept, ...vanished] : kept });
  };
  start();

  return {
    folder,
    describe: () => toWire(folder, memory.now.paused ? notStarted(true) : watcher?.progress),
    pause: () =>
      inTurn(async () => {
        await stop();
        await memory.change({ paused: true });
      }),
    resume: (deletions) =>
      inTurn(async () => {
        await stop();
        if (deletions !== undefined) await answer(deletions);
        await memory.change({ paused: false });
        start();
      }),
    lookAgain() {
      void inTurn(async () => {
        await stop();
        start();
      });
    },
    async stop() {
      hasEnded = true;
      await inTurn(stop);
    },
  };
}

function toWire(folder: StoredFolder, progress = notStarted(false)): Folder {
  return {
    id: folder.id,
    path: folder.path,
    state: progress.state,
    reason: progress.reason ?? null,
    files: { seen: progress.seen, done: progress.done },
    vanished: progress.vanished ?? null,
    last_change_at: progress.lastChangeAt?.toISOString() ?? null,
  };
}
