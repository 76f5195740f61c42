import { setTimeout as wait } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { ask } from "./ask.ts";

// Searches at a steady pace in a thread of its own, so that what the scenario itself does is not measured.

const queries = ["harbour lantern", "granite river", "東京", "velvet quarry copper", "naïve orchard"];

for (let n = 0; ; n++) {
  const query = encodeURIComponent(queries[n % queries.length] ?? "");
  const start = performance.now();
  const { status, text } = await ask(`${workerData.url}/api/search?q=${query}`, "GET");
  // "Ask again in a moment" is an answer when a very large file has just come; how long it took counts.
  if (status !== 200 && status !== 503) throw new Error(`a search was answered ${status}: ${text.slice(0, 200)}`);
  parentPort?.postMessage(performance.now() - start);
  await wait(25);
}
