/**
 * Search over HTTP in 100,000 passages. Filled and asked by shared/tools/http-bench.mjs, so that the figures compare
 * with those of any other server of the contract; then by kind of question, with what each costs in processor time.
 *
 * With `meaning` the default model reads all of them first: how long that takes, and then the same questions by both.
 *
 *   node bench/search.ts [passages, 100000] [meaning]
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { corporaFolder, corpusTexts } from "./corpora.ts";
import { type BenchServer, startBenchServer } from "./server.ts";
import { timeOf } from "./time-of.ts";
import { waitForVectors } from "./wait-for-vectors.ts";

const passages = Number(process.argv[2] ?? 100_000);
const withMeaning = process.argv[3] === "meaning";
const tool = join(corporaFolder(), "../tools/http-bench.mjs");
if (!existsSync(tool)) {
  console.error(`No ${tool}: it fills the server and asks the first questions. Nothing was measured.`);
  process.exit(1);
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const server = await startBenchServer({ environment: { KHOJ_EMBEDDING: withMeaning ? "local" : "none" } });
try {
  if (withMeaning) await fillWithVectors(server);
  else runTool(server, "index,search");
  const [text = ""] = corpusTexts("rust-book", ".md")
    .map((file) => file.text)
    .sort((a, b) => b.length - a.length);
  const sentences = sentencesOf(corpusTexts("rust-book", ".md").map((file) => file.text));
  console.log(
    `\nby kind of question, n=10 ${" ".repeat(11)} p50      p99  ms      requests/s  processor ms a question`,
  );
  for (const [kind, questions] of Object.entries(kindsOf(sentences, text))) {
    for (const atOnce of [1, 8, 32]) await measure(server, kind, questions, atOnce);
  }
  await measureFreshness(server);
  console.log(`memory MB             ${inWords(server.memory(), 0)}`);
} finally {
  agent.destroy();
  await server.stop();
}

async function fillWithVectors(to: BenchServer): Promise<void> {
  const started = performance.now();
  runTool(to, "index");
  await waitForVectors(to, "how memory is owned and borrowed");
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `indexed until no vectors are queued: ${seconds.toFixed(0)} s, ${(passages / seconds).toFixed(1)} entries a second`,
  );
  runTool(to, "search");
}

function runTool({ url, pid }: BenchServer, phases: string): void {
  const texts = ["rust-book", "worg"].map((name) => join(corporaFolder(), name)).join(",");
  const options = { url, dir: texts, gen: passages, batch: 500, phases, conc: "1,8,32", pid };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const { status, stdout } = spawnSync(process.execPath, [tool, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  for (const line of stdout.split("\n")) if (!line.startsWith("{")) console.log(line);
  if (status !== 0) throw new Error(`http-bench.mjs ended with ${status}`);
}

function sentencesOf(texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => text.split(/(?<=[.!?])\s+|\n\s*\n/))
    .map((sentence) =>
      sentence
        .replace(/[#*|\n"`<>]+/g, " ")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((sentence) => sentence.split(" ").length >= 8);
}

function kindsOf(sentences: readonly string[], text: string): Record<string, (n: number) => string> {
  const words = (n: number): string[] => (sentences[(n * 7919) % sentences.length] ?? "").split(" ");
  const longest = (n: number): string => words(n).reduce((a, b) => (b.length > a.length ? b : a));
  return {
    ...(withMeaning && {
      "a hundred asked before": (n: number) =>
        `q=${encodeURIComponent(
          words(n % 100)
            .slice(0, 8)
            .join(" "),
        )}`,
      "the same by words": (n: number) =>
        `how=words&q=${encodeURIComponent(
          words(n % 100)
            .slice(0, 8)
            .join(" "),
        )}`,
    }),
    "eight words": (n) => `q=${encodeURIComponent(`${words(n).slice(0, 8).join(" ")} ${n}`)}`,
    "two words": (n) => `q=${encodeURIComponent(`${longest(n)} ${longest(n + 1)}`)}`,
    "as you type": (n) => `prefix=true&q=${encodeURIComponent(`${longest(n)} ${longest(n + 1).slice(0, 3)}`)}`,
    misspelt: (n) => `q=${encodeURIComponent(`${longest(n).slice(0, 3)}${longest(n).slice(4)}`)}`,
    phrase: (n) => `q=${encodeURIComponent(`"${words(n).slice(1, 4).join(" ")}"`)}`,
    "with a file filter": (n) => `q=${encodeURIComponent(`${longest(n)} file:"gen/1*/*.md"`)}`,
    "with a word that must be": (n) => `q=${encodeURIComponent(`${words(n).slice(0, 4).join(" ")} +"${longest(n)}"`)}`,
    reranked: (n) => `r=true&q=${encodeURIComponent(words(n).slice(0, 8).join(" "))}`,
    "a note of 42,110 signs": (n) => `q=${encodeURIComponent((text.slice(n) + text).slice(0, 42_110))}`,
  };
}

async function measure(to: BenchServer, kind: string, question: (n: number) => string, atOnce: number): Promise<void> {
  const count = kind.startsWith("a note") ? 60 : 400;
  let asked = 0;
  const times: number[] = [];
  const askOn = async (): Promise<void> => {
    while (asked < count) times.push(await timeOf(`${to.url}/api/search?n=10&${question(asked++)}`, agent));
  };
  // So many are asked before the clock starts that every question of the kind asked again and again has its vector.
  for (let n = 0; n < (kind === "a hundred asked before" ? 100 : 10); n++)
    await timeOf(`${to.url}/api/search?n=10&${question(n)}`, agent);
  const before = to.processorTime();
  const started = performance.now();
  await Promise.all(Array.from({ length: atOnce }, askOn));
  const seconds = (performance.now() - started) / 1000;
  const after = to.processorTime();
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.ceil(times.length * share) - 1] ?? 0).toFixed(1).padStart(8);
  const spent = (Object.keys(after) as (keyof typeof after)[]).map(
    (who) => [who, ((after[who] - before[who]) / count) * 1000] as const,
  );
  const perSecond = (count / seconds).toFixed(0).padStart(8);
  const cost = inWords(Object.fromEntries(spent.filter(([, milliseconds]) => milliseconds >= 0.05)), 1);
  console.log(`${kind.padEnd(25)} c=${String(atOnce).padEnd(4)} ${at(0.5)} ${at(0.99)}      ${perSecond}  ${cost}`);
}

/** A write that is answered is found by the next search: how long both take together. */
async function measureFreshness(to: BenchServer): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < 20; n++) {
    const form = new FormData();
    const word = `zyxwv${n}q${Date.now().toString(36)}`;
    form.append("files", new Blob([`# Remark\nAbout the ${word} marker.\n`], { type: "text/markdown" }), "fresh.md");
    const started = performance.now();
    await (await fetch(`${to.url}/api/content?client=bench`, { method: "PATCH", body: form })).text();
    const { text } = await to.ask("GET", `/api/search?q=${word}`);
    times.push(performance.now() - started);
    if (!text.includes(word)) throw new Error("a note that was answered is not found");
  }
  times.sort((a, b) => a - b);
  console.log(
    `edit a note and find it   p50 ${(times[9] ?? 0).toFixed(0)} ms, longest ${(times[19] ?? 0).toFixed(0)} ms`,
  );
}

function inWords(figures: Readonly<Record<string, number>>, digits: number): string {
  return Object.entries(figures)
    .map(([name, figure]) => `${name} ${figure.toFixed(digits)}`)
    .join(", ");
}
