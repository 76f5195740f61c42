import type { Actor } from "./actor.ts";

interface Live {
  readonly actor: Actor;
  readonly end: () => void;
}

/** Every request, stream and WebSocket that is being answered now, so that it can end when its actor loses the right to it. */
export class LiveConnections {
  readonly #live = new Set<Live>();

  /** Counts a connection until the returned function is called. `end` must have ended it within a second. */
  hold(actor: Actor, end: () => void): () => void {
    const live = { actor, end };
    this.#live.add(live);
    return () => void this.#live.delete(live);
  }

  /** Ends the connections of the actors meant. */
  endOf(isMeant: (actor: Actor) => boolean): void {
    for (const { actor, end } of [...this.#live]) if (isMeant(actor)) end();
  }

  /** How many are being answered. */
  get size(): number {
    return this.#live.size;
  }
}
