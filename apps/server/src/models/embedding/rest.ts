/** Rests for some time, unless somebody rings meanwhile or rang since the last rest. */
export interface Rest {
  ring(): void;
  /** Whether it was rung. */
  wait(milliseconds: number): Promise<boolean>;
}

export function openRest(stopping: AbortSignal): Rest {
  let rung = false;
  let wake: (() => void) | undefined;
  stopping.addEventListener("abort", () => wake?.(), { once: true });
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async wait(milliseconds) {
      if (!rung && !stopping.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, milliseconds);
        wake = resolve;
        await promise;
        clearTimeout(timer);
        wake = undefined;
      }
      const wasRung = rung;
      rung = false;
      return wasRung;
    },
  };
}
