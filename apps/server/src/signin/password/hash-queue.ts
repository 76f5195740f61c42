import { KhojError } from "@khoj/contract";

/**
 * Lets a few run at once and a few more wait: each hash takes 19 MiB and a core, so that a flood of passwords must not
 * take all of both.
 */
export class HashQueue {
  #running = 0;
  #finished = 0;
  readonly #waiting: (() => void)[] = [];

  /** How many hashes were worked out, of real accounts and of none. */
  get finished(): number {
    return this.#finished;
  }

  async run<Result>(hash: () => Promise<Result>): Promise<Result> {
    if (this.#running >= mostAtOnce) await this.#turn();
    else this.#running++;
    try {
      return await hash();
    } finally {
      this.#finished++;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  /** Resolves when a place was handed on. */
  #turn(): Promise<void> {
    if (this.#waiting.length >= mostWaiting)
      throw new KhojError("unavailable", "Too many people sign in at this moment; try again in some seconds", {
        retryAfter: 5,
      });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

const mostAtOnce = 2;
const mostWaiting = 100;
