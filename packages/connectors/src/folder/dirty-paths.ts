import { setTimeout as wait } from "node:timers/promises";
import type { BytePath } from "./entry-name.ts";
import { keyOf } from "./snapshot.ts";

/** Paths that something happened to, handed on when they have been quiet for a while. */
export interface DirtyPaths {
  mark(path: BytePath): void;
  /** Waits for paths that are quiet, at most that long. Empty when there are none by then or the signal aborted. */
  next(milliseconds: number): Promise<readonly BytePath[]>;
  /** Waits that long and answers whatever is marked by then. */
  after(milliseconds: number): Promise<readonly BytePath[]>;
}

export function dirtyPaths(settle: number, signal: AbortSignal): DirtyPaths {
  const marked = new Map<string, { readonly path: BytePath; since: number; first: number }>();
  let wake: () => void = () => {};
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  const pause = async (milliseconds: number): Promise<void> => {
    const over = new AbortController();
    await Promise.race([aborted, wait(milliseconds, undefined, { signal: over.signal, ref: false })]).finally(() =>
      over.abort(),
    );
  };
  const marks = async (milliseconds: number): Promise<void> => {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    if (marked.size === 0) await Promise.race([woken, pause(milliseconds)]);
  };
  const takeQuiet = (now: number): BytePath[] => {
    const quiet: BytePath[] = [];
    for (const [key, entry] of marked) {
      // What is written to without end (a log) gets its turn as well.
      if (now - entry.since < settle && now - entry.first < longestUnrest) continue;
      marked.delete(key);
      quiet.push(entry.path);
    }
    return quiet;
  };
  return {
    mark(path) {
      const now = performance.now();
      const known = marked.get(keyOf(path));
      if (known) known.since = now;
      else marked.set(keyOf(path), { path, since: now, first: now });
      wake();
    },
    async next(milliseconds) {
      await marks(milliseconds);
      while (!signal.aborted && marked.size > 0) {
        await pause(Math.max(20, settle / 3));
        const quiet = takeQuiet(performance.now());
        if (quiet.length > 0) return quiet;
      }
      return [];
    },
    async after(milliseconds) {
      await pause(milliseconds);
      const paths = [...marked.values()].map(({ path }) => path);
      marked.clear();
      return paths;
    },
  };
}

const longestUnrest = 5000;
