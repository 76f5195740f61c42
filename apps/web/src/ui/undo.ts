import { useSyncExternalStore } from "react";

/** A change that waits ten seconds before it is made, so that it can be taken back. */
export interface Pending {
  readonly id: number;
  /** What happens, as said to the person: `3 files deleted`. */
  readonly label: string;
  /** Names of the things that are already hidden because of it. */
  readonly hides: readonly string[];
}

interface Waiting extends Pending {
  readonly run: () => Promise<unknown>;
  readonly timer: ReturnType<typeof setTimeout>;
}

export interface Failed {
  readonly id: number;
  readonly message: string;
}

const undoSeconds = 10;

const listeners = new Set<() => void>();
let waiting: readonly Waiting[] = [];
let failed: readonly Failed[] = [];
let nextId = 1;

/** Hides the named things now and makes the change in ten seconds, unless it is undone. */
export function later(label: string, hides: readonly string[], run: () => Promise<unknown>): void {
  const id = nextId++;
  const timer = setTimeout(() => void finish(id), undoSeconds * 1000);
  set([...waiting, { id, label, hides, run, timer }]);
}

export function undo(id: number): void {
  for (const change of waiting) if (change.id === id) clearTimeout(change.timer);
  set(waiting.filter((change) => change.id !== id));
}

export function dismiss(id: number): void {
  failed = failed.filter((failure) => failure.id !== id);
  tell();
}

export const usePending = (): readonly Pending[] => useSyncExternalStore(subscribe, () => waiting);
export const useFailed = (): readonly Failed[] => useSyncExternalStore(subscribe, () => failed);

/** The names of everything that is on its way out. */
export function useHidden(): ReadonlySet<string> {
  return new Set(usePending().flatMap(({ hides }) => hides));
}

// Leaving the page takes nothing back: what waits is done at once.
if (typeof window !== "undefined") {
  window.addEventListener("pagehide", () => {
    for (const { id } of waiting) void finish(id);
  });
}

async function finish(id: number): Promise<void> {
  const change = waiting.find((candidate) => candidate.id === id);
  if (change === undefined) return;
  clearTimeout(change.timer);
  try {
    await change.run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    failed = [...failed, { id, message: `Not done: ${change.label}. ${reason}` }];
  }
  set(waiting.filter((candidate) => candidate.id !== id));
}

function set(next: readonly Waiting[]): void {
  waiting = next;
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
