import { ChatFailure } from "../chat-model.ts";

/** One after the other. */
export interface Queue {
  /** Resolves when it is this one's turn, with the way out. Rejects when the signal comes first or the wait is too long. */
  enter(name: string, signal: AbortSignal | undefined): Promise<() => void>;
}

export function openQueue(patience: number): Queue {
  let last: Promise<void> = Promise.resolve();
  return {
    async enter(name, signal) {
      signal?.throwIfAborted();
      const before = last;
      const { promise: mine, resolve: leave } = Promise.withResolvers<void>();
      last = before.then(() => mine);
      const { promise: given, reject: giveUp } = Promise.withResolvers<never>();
      const busy = () => giveUp(new ChatFailure("overloaded", `${name} is busy with other questions`));
      const stopped = () => giveUp(signal?.reason);
      const clock = setTimeout(busy, patience);
      signal?.addEventListener("abort", stopped);
      try {
        await Promise.race([before, given]);
        return leave;
      } catch (error) {
        leave();
        throw error;
      } finally {
        clearTimeout(clock);
        signal?.removeEventListener("abort", stopped);
      }
    },
  };
}
