import type { Folder } from "@khoj/contract";
import { notStarted } from "./folder-progress.ts";
import type { StoredFolder } from "./folder-store.ts";
import { FolderWatcher, type WatchDeps } from "./watch-folder.ts";

/** A folder as this server holds it: being watched, or paused. */
export interface RunningFolder {
  readonly folder: StoredFolder;
  readonly isPaused: boolean;
  describe(): Folder;
  pause(): Promise<void>;
  /** `accept`: what vanished goes from the library too. `restore`: it stays, and the folder is looked at again. */
  resume(deletions: "accept" | "restore" | undefined): Promise<void>;
  /** Compares everything anew: rules changed. */
  lookAgain(): void;
  stop(): Promise<void>;
}

export function runFolder(deps: WatchDeps, folder: StoredFolder): RunningFolder {
  let isPaused = folder.paused;
  let hasEnded = false;
  let watcher: FolderWatcher | undefined;
  let stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let kept: ReadonlySet<string> = new Set();

  const start = (): void => {
    stopping = new AbortController();
    watcher = new FolderWatcher(deps, folder, kept);
    const { signal } = stopping;
    running = watcher.run(signal).catch((error: unknown) => {
      if (signal.aborted || watcher === undefined) return;
      watcher.progress.state = "failed";
      watcher.progress.reason = "watching it broke down; pause and resume it to try again";
      deps.log.error({ folder: folder.id, error }, "Watching broke down");
    });
  };
  const stop = async (): Promise<void> => {
    stopping.abort();
    await running;
  };
  const end = async (): Promise<void> => {
    hasEnded = true;
    await stop();
  };
  if (!isPaused) start();

  return {
    folder,
    get isPaused() {
      return isPaused;
    },
    describe: () => toWire(folder, isPaused ? notStarted(true) : watcher?.progress),
    async pause() {
      isPaused = true;
      await stop();
    },
    async resume(deletions) {
      const vanished = watcher?.progress.vanished === undefined ? [] : await watcher.vanishedNames();
      await stop();
      kept = new Set(deletions === "restore" ? [...kept, ...vanished] : kept);
      if (deletions === "accept" && vanished.length > 0)
        await deps.library.delete(folder.spaceId, { fileNames: vanished, origin: `folder:${folder.id}` });
      isPaused = false;
      start();
    },
    lookAgain() {
      if (isPaused) return;
      void stop().then(() => {
        if (!isPaused && !hasEnded) start();
      });
    },
    stop: end,
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
