/**
 * Search by words and meaning over HTTP among a million short passages. Their vectors come from a synthetic endpoint, so
 * that filling takes minutes and not a day; ten passages a note, in batches of http-bench.mjs. Then: how fast vectors came in,
 * searches whose question has its vector already, memory, and a start that reads both snapshots.
 *
 *   node bench/a-million.ts [passages, 1000000]
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { Agent } from "node:http";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { corporaFolder, corpusTexts } from "./corpora.ts";
import { type BenchServer, startBenchServer } from "./server.ts";
import { type SyntheticEndpoint, startSyntheticEndpoint } from "./synthetic-endpoint.ts";
import { timeOf } from "./time-of.ts";

const passages = Number(process.argv[2] ?? 1_000_000);
const tool = join(corporaFolder(), "../tools/http-bench.mjs");
if (!existsSync(tool)) {
  console.error(`No ${tool}: it fills the server. Nothing was measured.`);
  process.exit(1);
}
const questions = corpusTexts("rust-book", ".md")
  .flatMap(({ text }) => text.split(/(?<=[.!?])\s+|\n\s*\n/))
  .map((sentence) =>
    sentence
      .replace(/[^\p{L}\p{N}' ]+/gu, " ")
      .trim()
      .split(/\s+/),
  )
  .filter((words) => words.length >= 8)
  .filter((_, at) => at % 7 === 0)
  .slice(0, 100)
  .map((words) => words.slice(0, 8).join(" "));

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const endpoint = await startSyntheticEndpoint();
const data = await mkdtemp(join(tmpdir(), "khoj-bench-"));
const environment = {
  KHOJ_EMBEDDING: "endpoint",
  KHOJ_EMBEDDINGS_BASE_URL: endpoint.baseUrl,
  KHOJ_EMBEDDINGS_MODEL: "synthetic-embed",
};
try {
  const filled = await startBenchServer({ environment, data });
  try {
    await fill(filled, endpoint);
    await measure(filled);
  } finally {
    await filled.stop();
  }
  await measureColdStart();
} finally {
  agent.destroy();
  endpoint.stop();
  await rm(data, { recursive: true, force: true });
}

async function fill(server: BenchServer, from: SyntheticEndpoint): Promise<void> {
  const started = performance.now();
  const seconds = (): string => ((performance.now() - started) / 1000).toFixed(0);
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, server.memory().server);
    if (process.env.VERBOSE) console.error(`  ${seconds()} s: ${from.embedded()} embedded, ${memoryIn(server)}`);
  }, 5000);
  try {
    await runTool(server);
    console.log(`${passages} passages are in after ${seconds()} s; ${from.embedded()} have their vectors by then`);
    await untilInMemory(server, 2000);
  } finally {
    clearInterval(watch);
  }
  const took = (performance.now() - started) / 1000;
  console.log(
    `no vectors are queued after ${took.toFixed(0)} s: ${(passages / took).toFixed(0)} passages a second; the server's memory ${most.toFixed(0)} MB at most`,
  );
}

function runTool({ url, pid }: BenchServer): Promise<void> {
  const texts = ["rust-book", "worg"].map((name) => join(corporaFolder(), name)).join(",");
  const options = { url, dir: texts, gen: passages, "per-file": 10, batch: 100, phases: "index", pid };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const child = spawn(process.execPath, ["--max-old-space-size=8000", tool, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.setEncoding("utf8").on("data", (said: string) => {
    for (const line of said.split("\n")) if (line.startsWith("index")) console.log(line);
  });
  return new Promise((resolve, reject) =>
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`http-bench.mjs ended with ${code}`)))),
  );
}

/** Until the index has a vector of every passage; looks every so many milliseconds. */
async function untilInMemory(server: BenchServer, every: number): Promise<void> {
  while (Number((await indexFacts(server)).vectors ?? 0) < passages)
    await new Promise((resolve) => setTimeout(resolve, every));
}

async function indexFacts(server: BenchServer): Promise<Readonly<Record<string, unknown>>> {
  const { text } = await server.ask("GET", "/api/status");
  const { parts } = JSON.parse(text) as { parts: { name: string; facts: Record<string, unknown> }[] };
  return parts.find(({ name }) => name === "search")?.facts ?? {};
}

async function measure(server: BenchServer): Promise<void> {
  console.log(`the index: ${JSON.stringify(await indexFacts(server))}`);
  console.log(`memory: ${memoryIn(server)}; load of the machine ${loadavg()[0]?.toFixed(1)}`);
  console.log(`\neight words, n=10 ${" ".repeat(9)} p50      p99  ms   requests/s  processor ms a question`);
  for (const how of ["both", "words", "meaning"]) {
    for (const question of questions) await timeOfSearch(server, how, question);
    for (const atOnce of [1, 8]) await measureAt(server, how, atOnce);
  }
}

async function measureAt(server: BenchServer, how: string, atOnce: number): Promise<void> {
  const count = 400;
  const times: number[] = [];
  let asked = 0;
  const askOn = async (): Promise<void> => {
    while (asked < count) times.push(await timeOfSearch(server, how, questions[asked++ % questions.length] ?? ""));
  };
  const before = server.processorTime();
  const started = performance.now();
  await Promise.all(Array.from({ length: atOnce }, askOn));
  const seconds = (performance.now() - started) / 1000;
  const after = server.processorTime();
  times.sort((one, other) => one - other);
  const at = (share: number): string => (times[Math.ceil(times.length * share) - 1] ?? 0).toFixed(1).padStart(8);
  const cost = (Object.keys(after) as (keyof typeof after)[])
    .map((who) => [who, ((after[who] - before[who]) / count) * 1000] as const)
    .filter(([, milliseconds]) => milliseconds >= 0.05)
    .map(([who, milliseconds]) => `${who} ${milliseconds.toFixed(1)}`);
  const perSecond = (count / seconds).toFixed(0).padStart(8);
  console.log(`${how.padEnd(20)} c=${atOnce} ${at(0.5)} ${at(0.99)}  ${perSecond}      ${cost.join(", ")}`);
}

/** From the first line of the program until a question is answered by words, and until by meaning. */
async function measureColdStart(): Promise<void> {
  const snapshots = ["words", "vectors"].map(async (name) => {
    const { size } = await stat(join(data, "index", `${name}.snapshot`)).catch(() => ({ size: 0 }));
    return `${name} ${(size / 1e6).toFixed(0)} MB`;
  });
  const said = (await Promise.all(snapshots)).join(", ");
  const started = performance.now();
  const seconds = (): string => ((performance.now() - started) / 1000).toFixed(1);
  const server = await startBenchServer({ environment, data });
  try {
    const answers = seconds();
    await timeOfSearch(server, "words", questions[0] ?? "");
    const words = seconds();
    await untilInMemory(server, 100);
    console.log(
      `\nstart with snapshots (${said}): answers after ${answers} s, words found after ${words} s, meaning after ${seconds()} s; memory ${memoryIn(server)}`,
    );
  } finally {
    await server.stop();
  }
}

function memoryIn(server: BenchServer): string {
  return Object.entries(server.memory())
    .map(([who, megabytes]) => `${who} ${megabytes.toFixed(0)} MB`)
    .join(", ");
}

function timeOfSearch({ url }: BenchServer, how: string, question: string): Promise<number> {
  return timeOf(`${url}/api/search?n=10&how=${how}&q=${encodeURIComponent(question)}`, agent);
}
