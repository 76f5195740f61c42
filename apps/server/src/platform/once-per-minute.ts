const minute = 60_000;
const mostRemembered = 10_000;

/** Says which of things that come often is the first of its minute, so that a flood of them makes one event. */
export class OncePerMinute {
  readonly #last = new Map<string, number>();

  first(name: string): boolean {
    const now = performance.now();
    const last = this.#last.get(name);
    if (last !== undefined && now - last < minute) return false;
    if (this.#last.size >= mostRemembered) this.#last.clear();
    this.#last.set(name, now);
    return true;
  }
}
