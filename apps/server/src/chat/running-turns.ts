import { setTimeout } from "node:timers/promises";

interface TurnName {
  readonly conversationId: string;
  readonly turnId: string;
  readonly personId: string;
}

interface RunningTurn {
  readonly ended: Promise<unknown>;
  readonly personId: string;
  readonly stop: AbortController;
}

/** The turns this process is answering now. A turn outlives the stream that asked for it. */
export class RunningTurns {
  readonly #turns = new Map<string, RunningTurn>();

  has(conversationId: string, turnId: string): boolean {
    return this.#turns.has(`${conversationId} ${turnId}`);
  }

  /** Counts the turn as running until `work` has settled; its signal tells when somebody stops it. */
  async track<Result>(turn: TurnName, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const key = `${turn.conversationId} ${turn.turnId}`;
    const stop = new AbortController();
    const running = { ended: work(stop.signal), personId: turn.personId, stop };
    this.#turns.set(key, running);
    try {
      return await running.ended;
    } finally {
      if (this.#turns.get(key) === running) this.#turns.delete(key);
    }
  }

  /** Stops a turn of this person's; resolves when what there was of its answer is kept. False: none of that name runs here. */
  async stop({ conversationId, turnId, personId }: TurnName): Promise<boolean> {
    const running = this.#turns.get(`${conversationId} ${turnId}`);
    if (running === undefined || running.personId !== personId) return false;
    running.stop.abort();
    await running.ended.catch(() => {});
    return true;
  }

  /** Resolves when every turn that runs now has ended and is saved, or after `milliseconds`. */
  async settled(milliseconds: number): Promise<void> {
    const enough = new AbortController();
    const timeout = setTimeout(milliseconds, undefined, { signal: enough.signal }).catch(() => {});
    await Promise.race([Promise.allSettled([...this.#turns.values()].map(({ ended }) => ended)), timeout]);
    enough.abort();
  }
}
