/** Work that is done after the answer, so that the answer says nothing of it: looking an account up, sending a mail. */
export class Errands {
  readonly #waiting: (() => Promise<void>)[] = [];
  readonly #running = new Set<Promise<void>>();

  /** Does `work` soon; it must not throw. Drops it when too much waits already. */
  run(work: () => Promise<void>): void {
    if (this.#waiting.length >= mostWaiting) return;
    this.#waiting.push(work);
    this.#next();
  }

  /** Resolves when everything that was asked for is done. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #next(): void {
    if (this.#running.size >= mostAtOnce) return;
    const work = this.#waiting.shift();
    if (work === undefined) return;
    const done = work().finally(() => {
      this.#running.delete(done);
      this.#next();
    });
    this.#running.add(done);
  }
}

const mostAtOnce = 4;
const mostWaiting = 500;
