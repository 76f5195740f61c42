/**
 * The local embedding model: passages a second against the bare session on the same texts and between int8 and float,
 * a question alone and beside indexing, memory, and how near int8 is to exact. `node bench/embed.ts [passages] [rounds]`.
 */
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { LocalEmbeddingModel } from "../packages/models/src/local/open-local-embedding-model.ts";
import { openLocalEmbeddingModel } from "../packages/models/src/local/open-local-embedding-model.ts";
import { readTokenizer } from "../packages/models/src/local/tokenize/read-tokenizer.ts";
import { realModelFolder } from "../packages/models/src/testing/real-model.ts";
import { corpusTexts } from "./corpora.ts";

const count = Number(process.argv[2] ?? 400);
const rounds = Number(process.argv[3] ?? 5);
const processes = 2;
const { folder, missing } = await realModelFolder();
if (folder === undefined) {
  console.error(`Nothing was measured: ${missing}`);
  process.exit(1);
}
const builtFolder = mkdtempSync(join(tmpdir(), "khoj-bench-embed-"));
const tokenizer = readTokenizer(readFileSync(join(folder, "tokenizer.json"), "utf8"));
const passages = someChunks();
const sequences = passages.map((text) => [101, ...tokenizer.encode(text).slice(0, 254), 102]);
const tokens = sequences.reduce((sum, each) => sum + each.length, 0);
const question = "how do I change the oil of a car engine";

try {
  await measure();
} finally {
  rmSync(builtFolder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const int8 = await open("int8");
  const float = await open("float");
  const bare = await startBare();
  await int8.embed(passages.slice(0, 40), { kind: "passage" });
  await float.embed(passages.slice(0, 40), { kind: "passage" });

  const times = { bare: [] as number[], int8: [] as number[], float: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.bare.push(await timed(bare.run));
    times.int8.push(await timed(() => int8.embed(passages, { kind: "passage" })));
    if (round < 2) times.float.push(await timed(() => float.embed(passages, { kind: "passage" })));
  }
  const rate = (milliseconds: number[]) => count / (median(milliseconds) / 1000);
  console.log(
    `${count} passages of ${Math.round(tokens / count)} tokens, ${processes} processes of one thread, median of ${rounds}`,
  );
  console.log(
    `bare sessions ${rate(times.bare).toFixed(0)}/s, int8 ${rate(times.int8).toFixed(0)}/s, float ${rate(times.float).toFixed(0)}/s`,
  );
  console.log(`int8 against the bare session ${(rate(times.int8) / rate(times.bare)).toFixed(2)} (wanted 0.90)`);
  console.log(`int8 against float ${(rate(times.int8) / rate(times.float)).toFixed(2)} (wanted 2.00)`);
  await bare.end();

  const exact = await float.embed(passages, { kind: "passage" });
  await float.close();
  const near = await int8.embed(passages, { kind: "passage" });
  const cosines = near.map(([vector], index) => product(vector, exact[index]?.[0]));
  const mean = cosines.reduce((sum, each) => sum + each, 0) / count;
  console.log(
    `int8 against float: mean cosine ${mean.toFixed(4)}, worst ${Math.min(...cosines).toFixed(4)} (wanted 0.99 in the mean)`,
  );

  await measureQuestions(int8);
  await int8.close();
  await measureComingBack();
}

async function measureQuestions(model: LocalEmbeddingModel): Promise<void> {
  const alone: number[] = [];
  for (let each = 0; each < 200; each++) alone.push(await timed(() => model.embed([question], { kind: "query" })));
  const indexing = model.embed(passages, { kind: "passage" });
  let isDone = false;
  void indexing.then(() => {
    isDone = true;
  });
  const beside: number[] = [];
  while (!isDone) {
    beside.push(await timed(() => model.embed([question], { kind: "query" })));
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  console.log(`a question alone: p50 ${quantile(alone, 0.5)} ms, p95 ${quantile(alone, 0.95)} ms`);
  console.log(`a question beside indexing: p50 ${quantile(beside, 0.5)} ms, p95 ${quantile(beside, 0.95)} ms`);
  const memory = model.processes().map(residentMegabytes);
  console.log(`memory of the processes after indexing: ${memory.map((each) => each.toFixed(0)).join(" + ")} MB`);
}

/** What a question costs when the last process has ended. */
async function measureComingBack(): Promise<void> {
  const times: number[] = [];
  for (let each = 0; each < 5; each++) {
    const model = await open("int8");
    times.push(await timed(() => model.embed([question], { kind: "query" })));
    await model.close();
  }
  console.log(`a question that starts the process: p50 ${quantile(times, 0.5)} ms`);
}

function open(numbers: "int8" | "float"): Promise<LocalEmbeddingModel> {
  return openLocalEmbeddingModel({ folder: folder ?? "", builtFolder, numbers, processes });
}

async function startBare() {
  const file = join(builtFolder, readdirSync(builtFolder).find((name) => name.includes("int8")) ?? "");
  const workers: Worker[] = [];
  for (let each = 0; each < processes; each++) {
    const own = sequences.filter((_, index) => index % processes === each);
    const worker = new Worker(new URL("../packages/models/src/testing/bare-session.worker.ts", import.meta.url), {
      workerData: { file, sequences: own },
    });
    await once(worker, "message");
    workers.push(worker);
  }
  return {
    run: () =>
      Promise.all(
        workers.map((worker) => {
          const done = once(worker, "message");
          worker.postMessage("go");
          return done;
        }),
      ),
    end: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}

/** Pieces of about 500 characters, as they are indexed. */
function someChunks(): string[] {
  const chunks = corpusTexts("chunking-eval/corpora", "").flatMap(({ text }) => text.match(/[\s\S]{400,500}\s/g) ?? []);
  const every = Math.max(1, Math.floor(chunks.length / count));
  return chunks.filter((_, index) => index % every === 0).slice(0, count);
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

function residentMegabytes(pid: number): number {
  const [, pages = "0"] = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ");
  return (Number(pages) * 4096) / 1e6;
}

function product(some: Float32Array | undefined, others: Float32Array | undefined): number {
  return some?.reduce((sum, value, at) => sum + value * (others?.[at] ?? 0), 0) ?? Number.NaN;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function quantile(values: readonly number[], share: number): string {
  return (values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN).toFixed(1);
}
