import { Worker } from "node:worker_threads";
import { eventually, type Khoj } from "./khoj.ts";

export interface SearchTimes {
  /** Milliseconds. */
  readonly p50: number;
  readonly said: string;
}

/** Searches that go on, some twenty a second, until they are ended. */
export interface Searching {
  /** Those since the last time this was asked. */
  take(): SearchTimes;
  /** The next `count` of them. */
  next(count: number): Promise<SearchTimes>;
  end(): Promise<void>;
}

export function startSearching({ url }: Khoj): Searching {
  const times: number[] = [];
  let taken = 0;
  let problem: Error | undefined;
  const worker = new Worker(new URL("./search-loop.worker.ts", import.meta.url), { workerData: { url } });
  worker.on("message", (milliseconds: number) => times.push(milliseconds));
  worker.on("error", (error: Error) => {
    problem = error;
  });
  const take = (): SearchTimes => {
    if (problem !== undefined) throw problem;
    const since = taken;
    taken = times.length;
    return summarise(times.slice(since));
  };
  return {
    take,
    async next(count) {
      take();
      await eventually("enough searches", async () => (times.length - taken >= count ? true : undefined));
      return take();
    },
    end: async () => void (await worker.terminate()),
  };
}

function summarise(times: readonly number[]): SearchTimes {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
  return {
    p50: at(0.5),
    said: `${sorted.length} searches, p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(0)} ms, longest ${at(1).toFixed(0)} ms`,
  };
}
