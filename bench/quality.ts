/**
 * How well passages are found, over HTTP by a real server with the default model: by words, by meaning and by both, nDCG@10
 * and recall@100, on the shared corpora (for reporting) and the project's judged set; and whether that is what it must be.
 *
 *   node bench/quality.ts [judged xquad-en xquad-de xquad-zh xquad-ar chunking-eval]
 */
import { Agent, request } from "node:http";
import { type Collection, chunkingEval, judged, xquad } from "./collections.ts";
import { mean, ndcg } from "./ndcg.ts";
import { type BenchServer, startBenchServer } from "./server.ts";
import { waitForVectors } from "./wait-for-vectors.ts";

const ways = ["words", "meaning", "both"] as const;
type Way = (typeof ways)[number];
type Quality = Readonly<Record<Way, { readonly ndcg: number; readonly recall: number }>>;

/** design/models.md, section 4: what both must reach. */
const least: Readonly<Record<string, number>> = {
  "xquad en": 0.979,
  "xquad de": 0.943,
  "xquad zh": 0.961,
  "xquad ar": 0.889,
};
/** So much below the better of words and meaning both may be. */
const slack = 0.005;
const atOnce = 4;

const all: Readonly<Record<string, () => Promise<Collection>>> = {
  judged,
  "xquad-en": () => xquad("en"),
  "xquad-de": () => xquad("de"),
  "xquad-zh": () => xquad("zh"),
  "xquad-ar": () => xquad("ar"),
  "chunking-eval": chunkingEval,
};
const asked = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

console.log("nDCG@10 / recall@100   questions  words           meaning         both");
for (const [name, open] of Object.entries(all)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const collection = await open();
  const quality = await measure(collection);
  const cells = ways.map((way) => `${quality[way].ndcg.toFixed(3)} / ${quality[way].recall.toFixed(3)}`.padEnd(15));
  console.log(`${collection.name.padEnd(22)} ${`${collection.questions.length}`.padEnd(10)} ${cells.join(" ")}`);
  for (const failure of failures(collection.name, quality)) {
    console.log(`  MISSED: ${failure}`);
    process.exitCode = 1;
  }
}
agent.destroy();

function failures(name: string, { words, meaning, both }: Quality): string[] {
  const better = Math.max(words.ndcg, meaning.ndcg);
  const needed = least[name] ?? 0;
  return [
    ...(both.ndcg < better - slack ? [`both is more than ${slack} below the better of the two`] : []),
    ...(Number(both.ndcg.toFixed(3)) < needed ? [`both is to be at least ${needed}`] : []),
    ...(name === "chunking-eval" && both.ndcg <= words.ndcg ? ["both is to be above words"] : []),
  ];
}

async function measure(collection: Collection): Promise<Quality> {
  const server = await startBenchServer({ environment: { KHOJ_EMBEDDING: "local" } });
  try {
    await fill(server, collection);
    const quality = {} as Record<Way, { ndcg: number; recall: number }>;
    for (const way of ways) quality[way] = await ask(server, collection, way);
    return quality;
  } finally {
    await server.stop();
  }
}

async function fill(server: BenchServer, { files }: Collection): Promise<void> {
  for (let at = 0; at < files.length; at += 200) {
    const form = new FormData();
    for (const { name, content } of files.slice(at, at + 200)) form.append("files", new Blob([content]), name);
    const answer = await fetch(`${server.url}/api/content?client=bench`, { method: "PATCH", body: form });
    if (answer.status !== 200) throw new Error(`an upload was answered with ${answer.status}: ${await answer.text()}`);
  }
  await waitForVectors(server, files.at(-1)?.content.slice(0, 200) ?? "");
}

async function ask(server: BenchServer, { questions, keyOf }: Collection, way: Way) {
  const scores: { ndcg: number; recall: number }[] = [];
  let next = 0;
  const askOn = async (): Promise<void> => {
    for (let question = questions[next++]; question; question = questions[next++]) {
      const query = `n=100&dedupe=false&how=${way}&q=${encodeURIComponent(question.ask)}`;
      const hits = JSON.parse(await get(`${server.url}/api/search?${query}`)) as Hit[];
      const found = [...new Set(hits.map(({ additional: { file, start } }) => keyOf(file, start)))];
      const wanted = [...question.gains.keys()];
      const reached = wanted.filter((key) => found.includes(key)).length;
      scores.push({ ndcg: ndcg(found, question.gains), recall: wanted.length === 0 ? 0 : reached / wanted.length });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askOn));
  return { ndcg: mean(scores.map((score) => score.ndcg)), recall: mean(scores.map((score) => score.recall)) };
}

interface Hit {
  readonly additional: { readonly file: string; readonly start: number };
}

function get(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on("data", (piece: Buffer) => pieces.push(piece));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const text = Buffer.concat(pieces).toString("utf8");
        if (incoming.statusCode === 200) resolve(text);
        else reject(new Error(`a search was answered with ${incoming.statusCode}: ${text.slice(0, 200)}`));
      });
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}
