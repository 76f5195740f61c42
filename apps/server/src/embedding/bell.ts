/** Wakes one who rests. */
export interface Bell {
  ring(): void;
  /** Until it rings, at most so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /** So many milliseconds, ringing or not, unless all is stopping. */
  pause(milliseconds: number): Promise<void>;
}

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
      rung = false;
    },
    pause: (milliseconds) => rest(milliseconds, false),
  };
}
