import { setTimeout } from "node:timers/promises";

/** The turns this process is answering now. A turn outlives the stream that asked for it. */
export class RunningTurns {
  readonly #turns = new Map<string, Promise<unknown>>();

  has(conversationId: string, turnId: string): boolean {
    return this.#turns.has(`${conversationId} ${turnId}`);
  }

  /** Counts the turn as running until `work` has settled. */
  async track<Result>(conversationId: string, turnId: string, work: () => Promise<Result>): Promise<Result> {
    const key = `${conversationId} ${turnId}`;
    const running = work();
    this.#turns.set(key, running);
    try {
      return await running;
    } finally {
      if (this.#turns.get(key) === running) this.#turns.delete(key);
    }
  }

  /** Resolves when every turn that runs now has ended and is saved, or after `milliseconds`. */
  async settled(milliseconds: number): Promise<void> {
    const enough = new AbortController();
    const timeout = setTimeout(milliseconds, undefined, { signal: enough.signal }).catch(() => {});
    await Promise.race([Promise.allSettled(this.#turns.values()), timeout]);
    enough.abort();
  }
}
