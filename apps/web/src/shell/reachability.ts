import { useSyncExternalStore } from "react";
import { khoj } from "../khoj.ts";

const pause = 2_000;
const listeners = new Set<() => void>();
const returned = new Set<() => void>();
let reachable = true;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Whether the server answers. Once it does not, it is asked quietly until it does, and everything is loaded anew. */
export const connection = {
  lost(): void {
    if (!reachable) return;
    set(false);
    timer = setTimeout(probe, pause);
  },
  answered(): void {
    if (reachable) return;
    clearTimeout(timer);
    set(true);
    for (const listener of returned) listener();
  },
  onReturn(listener: () => void): void {
    returned.add(listener);
  },
};

export const useReachable = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => reachable,
  );

function probe(): void {
  khoj.account.ping(AbortSignal.timeout(5_000)).then(
    () => connection.answered(),
    () => {
      timer = setTimeout(probe, pause);
    },
  );
}

function set(next: boolean): void {
  reachable = next;
  for (const listener of listeners) listener();
}
