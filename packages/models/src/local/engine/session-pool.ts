import { KhojError } from "@khoj/contract";
import { type Batch, Feed } from "./feed.ts";
import type { LoadOrder, Sequence } from "./messages.ts";
import { SessionEnded, type SessionProcess, startSession } from "./session-process.ts";

export interface SessionPoolOptions {
  readonly model: Omit<LoadOrder, "kind">;
  readonly name: string;
  readonly processes: number;
  /** `low`: only when nothing else on this machine wants the processor. */
  readonly priority: "usual" | "low";
  /** Milliseconds without work after which a process ends. */
  readonly idleAfter: number;
  readonly log: (line: string) => void;
}

/** Tokens that go to a process at once: short texts share a trip, and whoever comes next waits for no more than this. */
const tokensAtOnce = 128;
const mostTries = 3;
/** One that is computed, and one that lies ready. */
const mostHeld = 2;

interface Member {
  readonly session: SessionProcess;
  held: number;
  freeSince: number;
}

/**
 * Processes that compute in the order in which they are asked, started when there is work and ended when there is none
 * for a while. What a dead process held is done again by another.
 */
export class SessionPool {
  readonly #options: SessionPoolOptions;
  readonly #line: Feed[] = [];
  readonly #members = new Set<Member>();
  readonly #sweep: NodeJS.Timeout;
  #starting = 0;
  #isClosed = false;

  constructor(options: SessionPoolOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => this.#endIdle(), Math.max(50, options.idleAfter / 4)).unref();
  }

  /** One row for each sequence, in their order. */
  async run(sequences: Iterable<Sequence>, signal?: AbortSignal): Promise<readonly Float32Array[]> {
    signal?.throwIfAborted();
    if (this.#isClosed) throw this.#closedError();
    const feed = new Feed(sequences);
    const abort = (): void => feed.fail(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    this.#line.push(feed);
    this.#pump();
    try {
      return await feed.rows;
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#line.splice(this.#line.indexOf(feed), 1);
    }
  }

  /** The processes that live now. */
  get pids(): readonly number[] {
    return [...this.#members].flatMap(({ session }) => session.pid ?? []);
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#sweep);
    this.#failAll(this.#closedError());
    for (const { session } of this.#members) session.stop();
    this.#members.clear();
  }

  #pump(): void {
    if (this.#isClosed) return;
    for (let held = 0; held < mostHeld; held++) {
      for (const member of this.#members) {
        if (member.held > held) continue;
        const batch = this.#take();
        if (batch === undefined) return;
        void this.#compute(member, batch);
      }
    }
    const waiting = this.#line.some((feed) => feed.hasWork);
    if (waiting && this.#members.size + this.#starting < this.#options.processes) void this.#start();
  }

  #take(): Batch | undefined {
    for (const feed of this.#line) {
      const batch = feed.hasWork ? feed.take(tokensAtOnce) : undefined;
      if (batch !== undefined) return batch;
    }
    return undefined;
  }

  async #compute(member: Member, batch: Batch): Promise<void> {
    member.held += 1;
    try {
      batch.feed.done(batch, await member.session.run(batch.sequences));
    } catch (error) {
      if (error instanceof SessionEnded) {
        this.#members.delete(member);
        member.session.stop();
      }
      this.#afterFailure(batch, error);
    }
    member.held -= 1;
    member.freeSince = Date.now();
    this.#pump();
  }

  #afterFailure(batch: Batch, error: unknown): void {
    if (batch.feed.isSettled || this.#isClosed) return;
    if (!(error instanceof SessionEnded)) {
      batch.feed.fail(this.#failure(error));
    } else if (batch.tries + 1 >= mostTries) {
      const message = `The model ${this.#options.name} ended ${mostTries} times over the same text. Its memory may be too little: give the server more, or use a smaller model.`;
      batch.feed.fail(new KhojError("unavailable", message, { cause: error }));
    } else {
      batch.feed.giveBack(batch);
    }
  }

  async #start(): Promise<void> {
    this.#starting += 1;
    let member: Member | undefined;
    try {
      const session = await startSession(this.#options.model, this.#options.priority, () => {
        if (member !== undefined) this.#members.delete(member);
        this.#pump();
      });
      if (this.#isClosed) session.stop();
      member = { session, held: 0, freeSince: Date.now() };
      if (!this.#isClosed) this.#members.add(member);
    } catch (error) {
      // Another process may still do the work, slower.
      if (this.#members.size === 0) this.#failAll(this.#failure(error));
      this.#options.log(`A process of the model ${this.#options.name} did not start: ${(error as Error).message}`);
    } finally {
      this.#starting -= 1;
    }
    this.#pump();
  }

  #endIdle(): void {
    for (const member of this.#members) {
      if (member.held > 0 || Date.now() - member.freeSince < this.#options.idleAfter) continue;
      this.#members.delete(member);
      member.session.stop();
    }
  }

  #failAll(error: Error): void {
    for (const feed of this.#line) if (!feed.isSettled) feed.fail(error);
  }

  #failure(cause: unknown): KhojError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new KhojError("unavailable", `The model ${this.#options.name} could not compute: ${reason}.`, { cause });
  }

  #closedError(): KhojError {
    return new KhojError("unavailable", `The model ${this.#options.name} was closed.`);
  }
}
