/** Wakes one who rests between rounds of its work. */
export interface Bell {
  ring(): void;
  /** Until it rings, or rang since the last wait; at most so many milliseconds. Whether it was rung. */
  wait(milliseconds: number): Promise<boolean>;
  /** So many milliseconds, ringing or not. */
  pause(milliseconds: number): Promise<void>;
}

/** Nobody rests any longer once `stopping` is aborted. */
export function openBell(stopping: AbortSignal): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  const rest = async (milliseconds: number, isHeard: boolean): Promise<void> => {
    if (stopping.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    const stop = () => resolve();
    stopping.addEventListener("abort", stop, { once: true });
    if (isHeard) wake = resolve;
    await promise;
    clearTimeout(timer);
    stopping.removeEventListener("abort", stop);
    wake = undefined;
  };
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async wait(milliseconds) {
      if (!rung) await rest(milliseconds, true);
      const wasRung = rung;
      rung = false;
      return wasRung;
    },
    pause: (milliseconds) => rest(milliseconds, false),
  };
}
