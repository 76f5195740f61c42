import { Worker } from "node:worker_threads";
import { KhojError } from "@khoj/contract";
import type { Logger } from "../platform/log.ts";
import type { Found, FromIndexThread, IndexSize, IndexThreadData, ToIndexThread } from "./index-messages.ts";
import { keepThread } from "./keep-thread.ts";

interface LinkOptions {
  readonly data: Omit<IndexThreadData, "trustSnapshot">;
  readonly startThread: (data: IndexThreadData) => Worker;
  readonly log: Logger;
  readonly onReached: (spaceId: string, revision: number) => void;
  /** A new thread took over: it has yet to be told what to follow. */
  readonly onRestart: () => void;
}

type Question = Omit<Extract<ToIndexThread, { kind: "search" }>, "id"> | { readonly kind: "measure" };
type AnswerTo<Asked extends Question> = Asked extends { kind: "search" } ? Found : IndexSize;

interface AskOptions {
  /** Milliseconds after which the question fails. */
  readonly patience: number;
  readonly signal?: AbortSignal | undefined;
}

/** The thread of the word index, kept alive: one that ends is replaced, and what was asked of it is asked again. */
export interface IndexLink {
  send(message: Extract<ToIndexThread, { kind: "follow" | "advance" | "serve" | "vectors" }>): void;
  ask<Asked extends Question>(question: Asked, options: AskOptions): Promise<AnswerTo<Asked>>;
  stop(): Promise<void>;
}

interface Pending {
  readonly question: Question;
  readonly resolve: (answer: Found | IndexSize) => void;
  readonly reject: (error: KhojError) => void;
  threads: number;
}

/** A question that was with this many threads when they ended is taken to be what ends them. */
const mostThreads = 3;

export const startIndexThread = (data: IndexThreadData): Worker =>
  new Worker(new URL("./search.worker.ts", import.meta.url), { workerData: data, execArgv: [] });

export function linkIndexThread(options: LinkOptions): IndexLink {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  const thread = keepThread<ToIndexThread, FromIndexThread>({
    log: options.log,
    start: (quickEnds) => options.startThread({ ...options.data, trustSnapshot: quickEnds < 2 }),
    onMessage: (message) => receive(message, pending, options),
    onRestart() {
      options.onRestart();
      for (const [id, one] of pending) {
        one.threads += 1;
        if (one.threads <= mostThreads) thread.post({ ...one.question, id });
        else one.reject(new KhojError("internal", "The word index failed on this search again and again"));
      }
    },
  });

  return {
    send: (message) => thread.post(message),
    async ask<Asked extends Question>(question: Asked, { patience, signal }: AskOptions) {
      lastId += 1;
      const id = lastId;
      const { promise, resolve, reject } = Promise.withResolvers<Found | IndexSize>();
      pending.set(id, { question, resolve, reject, threads: 1 });
      const timer = setTimeout(() => reject(notLevel()), patience);
      const leave = () => reject(new KhojError("unavailable", "Nobody waits for this search any more"));
      signal?.addEventListener("abort", leave, { once: true });
      thread.post({ ...question, id });
      try {
        return (await promise) as AnswerTo<Asked>;
      } catch (error) {
        thread.post({ kind: "forget", id });
        throw error;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", leave);
        pending.delete(id);
      }
    },
    async stop() {
      for (const one of pending.values()) one.reject(new KhojError("unavailable", "Khoj is stopping"));
      await thread.stop({ kind: "stop" });
    },
  };
}

function receive(message: FromIndexThread, pending: ReadonlyMap<number, Pending>, options: LinkOptions): void {
  switch (message.kind) {
    case "reached":
      options.onReached(message.spaceId, message.revision);
      break;
    case "trouble":
      options.log.warn(message.details, message.message);
      break;
    case "found":
      pending.get(message.id)?.resolve(message.found);
      break;
    case "measured":
      pending.get(message.id)?.resolve(message.size);
      break;
    case "failed":
      pending.get(message.id)?.reject(new KhojError(message.code, message.message));
  }
}

const notLevel = (): KhojError =>
  new KhojError(
    "unavailable",
    "Search could not read the latest changes of your notes in time; ask again in a moment",
    {
      retryAfter: 5,
    },
  );
