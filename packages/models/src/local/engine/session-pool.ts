import { KhojError } from "@khoj/contract";
import { type Batch, Feed } from "./feed.ts";
import type { LoadOrder, Sequence } from "./messages.ts";
import { RefusedTexts } from "./refused-texts.ts";
import { SessionEnded, type SessionProcess, startSession } from "./session-process.ts";

export interface SessionPoolOptions {
  readonly model: Omit<LoadOrder, "kind">;
  readonly name: string;
  readonly processes: number;
  /** `low`: only when nothing else on this machine wants the processor. */
  readonly priority: "usual" | "low";
  /** Milliseconds without work after which a process ends. */
  readonly idleAfter: number;
  /** Milliseconds after which a process that does not answer is ended. */
  readonly patience: number;
  readonly log: (line: string) => void;
}

/** Tokens that go to a process at once: short texts share a trip, and whoever comes next waits for no more than this. */
const tokensAtOnce = 128;
/** A text over which so many processes ended, one after the other, is computed no more. */
const mostTries = 2;
/** One that is computed, and one that lies ready. */
const mostHeld = 2;

interface Member {
  readonly session: SessionProcess;
  held: number;
  freeSince: number;
}

/**
 * Processes that compute in the order in which they are asked, started when there is work and ended when there is none
 * for a while. What a process held that ended, or that was ended because it did not answer, is done again by another; a text
 * that ends processes is refused from then on.
 */
export class SessionPool {
  readonly #options: SessionPoolOptions;
  readonly #line: Feed[] = [];
  readonly #members = new Set<Member>();
  readonly #sweep: NodeJS.Timeout;
  readonly #refused = new RefusedTexts();
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
      const refusal = batch && this.#refused.of(batch.sequences);
      if (refusal) feed.fail(refusal);
      else if (batch) return batch;
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
    const { feed } = batch;
    if (feed.isSettled || this.#isClosed) return;
    const tries = batch.tries + 1;
    if (!(error instanceof SessionEnded)) feed.fail(this.#failure(error));
    // What lay behind the text that was computed has nothing to do with it.
    else if (!error.wasBegun) feed.giveBack([batch]);
    // Each of several alone, so that the one at fault shows itself.
    else if (batch.sequences.length > 1 || tries < mostTries) feed.giveBack(eachAlone(batch, tries));
    else void this.#giveUp(batch, error);
  }

  /** The text is refused when the model computes another one; otherwise it is the model that cannot. */
  async #giveUp({ feed, sequences: [sequence] }: Batch, cause: SessionEnded): Promise<void> {
    const { name } = this.#options;
    const ends = sequence && shortestOf(sequence);
    const computes = ends !== undefined && (await this.run([ends]).then(...yesOrNo));
    if (sequence && computes) {
      const message = `The model ${name} cannot read one text: ${mostTries} of its processes ended over it. ${cause.message}.`;
      return feed.fail(this.#refused.add(sequence, new KhojError("invalid", message, { cause })));
    }
    const message = `The model ${name} ended ${mostTries} times over the same text. Its memory may be too little: give the server more, or use a smaller model.`;
    feed.fail(new KhojError("unavailable", message, { cause }));
  }

  async #start(): Promise<void> {
    this.#starting += 1;
    let member: Member | undefined;
    try {
      const { model, priority, patience } = this.#options;
      const ended = (): void => {
        if (member !== undefined) this.#members.delete(member);
        this.#pump();
      };
      const session = await startSession(model, { priority, patience, ended });
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

const eachAlone = ({ feed, first, sequences }: Batch, tries: number): Batch[] =>
  sequences.map((sequence, place) => ({ feed, first: first + place, sequences: [sequence], tries }));

/** What stands around every text: a model that cannot compute that can compute nothing. Undefined where there is no less. */
function shortestOf({ tokens }: Sequence): Sequence | undefined {
  return tokens.length > 2 ? { tokens: Int32Array.from([...tokens.slice(0, 1), ...tokens.slice(-1)]) } : undefined;
}

const yesOrNo = [() => true, () => false] as const;
