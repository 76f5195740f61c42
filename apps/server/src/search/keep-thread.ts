import { performance } from "node:perf_hooks";
import type { Worker } from "node:worker_threads";
import type { Logger } from "../platform/log.ts";

interface KeepOptions<Incoming> {
  /** `quickEnds`: how many threads in a row ended soon after their start. */
  readonly start: (quickEnds: number) => Worker;
  readonly onMessage: (message: Incoming) => void;
  /** A new thread took over; what the old one knew or was asked has to be said again. */
  readonly onRestart: () => void;
  readonly log: Logger;
}

export interface KeptThread<Outgoing> {
  post(message: Outgoing): void;
  /** Sends `farewell`, after which the thread ends by itself; ends it when it does not. */
  stop(farewell: Outgoing): Promise<void>;
}

const soon = 10_000;
const longestPause = 10_000;
const stopPatience = 15_000;

/** A thread that is replaced when it ends without having been asked to, ever later when it ends again and again. */
export function keepThread<Outgoing, Incoming>(options: KeepOptions<Incoming>): KeptThread<Outgoing> {
  let quickEnds = 0;
  let stopping = false;
  let pause: NodeJS.Timeout | undefined;
  let worker = launch();

  function launch(): Worker {
    const started = performance.now();
    const thread = options.start(quickEnds);
    thread.on("message", options.onMessage);
    thread.on("error", (error) => options.log.error({ error }, "The word index's thread failed"));
    thread.once("exit", () => {
      if (stopping) return;
      quickEnds = performance.now() - started < soon ? quickEnds + 1 : 0;
      pause = setTimeout(relaunch, quickEnds < 2 ? 0 : Math.min(100 * 2 ** quickEnds, longestPause));
    });
    return thread;
  }
  function relaunch(): void {
    pause = undefined;
    options.log.warn({ quickEnds }, "The word index's thread ended and is started again");
    worker = launch();
    options.onRestart();
  }

  return {
    post: (message) => worker.postMessage(message),
    async stop(farewell) {
      stopping = true;
      clearTimeout(pause);
      if (pause !== undefined) return;
      const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
      worker.postMessage(farewell);
      const timer = setTimeout(() => void worker.terminate(), stopPatience);
      await ended;
      clearTimeout(timer);
    },
  };
}
