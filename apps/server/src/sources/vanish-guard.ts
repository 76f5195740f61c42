/** What to do about files that are gone from a folder. */
export type VanishVerdict = "wait" | "delete" | "ask";

interface Gone {
  readonly identity: string | undefined;
  readonly at: number;
}

/** Milliseconds: how far back losses are counted together, and how long one is held before it is believed. */
const window = 10_000;
const hold = 1000;
const fewest = 20;

/**
 * Tells a person's deletions from a disaster (an unmounted disk, a sync program gone wrong): more than a fifth of the
 * files, and at least 20, gone within 10 seconds are asked about. A file that turned up under another name is no loss.
 */
export class VanishGuard {
  readonly #losses = new Map<string, Gone>();
  readonly #waiting = new Set<string>();
  /** Under which name each identity was last seen to arrive. */
  readonly #arrivals = new Map<string, { readonly name: string; readonly at: number }>();

  gone(name: string, identity: string | undefined, now: number): void {
    this.#losses.set(name, { identity, at: now });
    this.#waiting.add(name);
  }

  present(name: string, identity: string | undefined, now: number): void {
    this.#losses.delete(name);
    this.#waiting.delete(name);
    if (identity !== undefined) this.#arrivals.set(identity, { name, at: now });
  }

  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** `remaining`: files the folder still has. */
  judge(remaining: number, now: number): VanishVerdict {
    this.#forget(now);
    const lost = [...this.#losses].filter(([name, { identity }]) => !this.#wasRenamed(name, identity)).length;
    if (lost >= fewest && lost > (remaining + lost) / 5) return "ask";
    const newest = Math.max(...[...this.#waiting].map((name) => this.#losses.get(name)?.at ?? 0));
    return this.#waiting.size > 0 && now - newest >= hold ? "delete" : "wait";
  }

  /** The names that wait; they are the caller's from now on. */
  take(): readonly string[] {
    const names = [...this.#waiting];
    this.#waiting.clear();
    return names;
  }

  reset(): void {
    this.#losses.clear();
    this.#waiting.clear();
    this.#arrivals.clear();
  }

  #wasRenamed(name: string, identity: string | undefined): boolean {
    const arrival = identity === undefined ? undefined : this.#arrivals.get(identity);
    return arrival !== undefined && arrival.name !== name;
  }

  #forget(now: number): void {
    for (const [name, { at }] of this.#losses)
      if (now - at > window && !this.#waiting.has(name)) this.#losses.delete(name);
    for (const [identity, { at }] of this.#arrivals) if (now - at > window) this.#arrivals.delete(identity);
  }
}
