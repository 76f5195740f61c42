import { setTimeout as wait } from "node:timers/promises";
import type { Khoj } from "./khoj.ts";

export interface SearchTimes {
  /** Milliseconds. */
  readonly p50: number;
  readonly said: string;
}

const queries = ["harbour lantern", "granite river", "東京", "velvet quarry copper", "naïve orchard"];

/** Searches one after the other. */
export async function measureSearch(khoj: Khoj, count: number): Promise<SearchTimes> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) times.push(await timeSearch(khoj, n));
  return summarise(times);
}

/** Goes on searching, a few times a second, until it is ended. */
export function startSearching(khoj: Khoj): { end(): Promise<SearchTimes> } {
  const times: number[] = [];
  let isOver = false;
  const running = (async () => {
    for (let n = 0; !isOver; n++) {
      times.push(await timeSearch(khoj, n));
      await wait(100);
    }
  })();
  running.catch(() => {});
  return {
    async end() {
      isOver = true;
      await running;
      return summarise(times);
    },
  };
}

async function timeSearch(khoj: Khoj, n: number): Promise<number> {
  const start = performance.now();
  const query = queries[n % queries.length] ?? "";
  const { status, text } = await khoj.ask("GET", `/api/search?q=${encodeURIComponent(query)}`);
  // "Ask again in a moment" is an answer when a very large file has just come; how long it took counts.
  if (status !== 200 && status !== 503) throw new Error(`a search was answered ${status}: ${text.slice(0, 200)}`);
  return performance.now() - start;
}

function summarise(times: readonly number[]): SearchTimes {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
  return {
    p50: at(0.5),
    said: `${sorted.length} searches, p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(0)} ms, longest ${at(1).toFixed(0)} ms`,
  };
}
