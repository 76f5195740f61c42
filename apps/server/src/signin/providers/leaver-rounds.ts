import type { SignInDeps } from "../signin-deps.ts";
import { askAfterLeavers } from "./ask-after-leavers.ts";

const between = 5 * 60_000;

/** Asks after those who left, every few minutes while the server runs; which accounts are due is known to the database. */
export class LeaverRounds {
  readonly #deps: SignInDeps;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();

  constructor(deps: SignInDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#timer = setInterval(() => {
      // A round that fails (the database restarts) is made up for by the next.
      this.#round = askAfterLeavers(this.#deps).catch(() => undefined);
    }, between);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }
}
