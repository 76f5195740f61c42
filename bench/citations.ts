/**
 * Whether answers say what the notes say: 200 questions whose answer stands in a known paragraph, and 100 whose paragraph
 * was left out, half of them with the rest of its article there. By quotes, by the scripted model over its protocol, and
 * by a GGUF file where KHOJ_TEST_GGUF names one (`--few`: every tenth question). Asked is the half of xquad en that no
 * threshold was chosen on (bench/tune-quoting.ts); `--list` names what went wrong.
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveModels } from "../packages/models/src/testing/index.ts";
import { type CitationSet, xquadHalf } from "./citation-sets.ts";
import { isEmbedded, measureCitations, sayFigures, uploadNotes } from "./measure-citations.ts";
import { type BenchServer, startBenchServer } from "./server.ts";

const set = xquadHalf("reported-on");

async function report(server: BenchServer, name: string, of: CitationSet = set): Promise<void> {
  const figures = await measureCitations(server, of);
  console.log(sayFigures(name, of, figures));
  if (process.argv.includes("--list"))
    console.log(
      [...figures.missed.map((one) => `missed: ${one}`), ...figures.wrong.map((one) => `wrong: ${one}`)].join("\n"),
    );
}

console.log(`${set.notes.length} paragraphs of xquad en; answers are looked for as the set has them.`);
if (!process.argv.includes("--meaning")) await byQuotes();
await withMeaning();
if (process.env.KHOJ_TEST_GGUF) await byGguf(process.env.KHOJ_TEST_GGUF);
else console.log("a GGUF file: not measured, KHOJ_TEST_GGUF names none");

async function byQuotes(): Promise<void> {
  const server = await startBenchServer();
  await uploadNotes(server, set);
  await report(server, "quotes, words alone");
  await byScriptedModel(server);
  await server.stop();
}

/** The double answers word for word, with a number, from what it is given, or says that it is not there. */
async function byScriptedModel(server: BenchServer): Promise<void> {
  const double = await serveModels();
  const post = async (path: string, body: unknown): Promise<{ id: number }> =>
    JSON.parse((await server.ask("POST", path, Buffer.from(JSON.stringify(body)))).text);
  const provider = await post("/api/admin/providers", { name: "double", kind: "openai", base_url: `${double.url}/v1` });
  await post("/api/admin/models", { provider_id: provider.id, model: "scripted" });
  await report(server, "scripted model");
  await double.stop();
}

async function withMeaning(): Promise<void> {
  const server = await startBenchServer({ environment: { KHOJ_EMBEDDING: "local" } });
  await uploadNotes(server, set);
  if (await isEmbedded(server)) await report(server, "quotes, words and meaning");
  else console.log("quotes, words and meaning: not measured, the default model could not be had here");
  await server.stop();
}

async function byGguf(file: string): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), "khoj-bench-"));
  const program = join(import.meta.dirname, "../bin/khoj");
  const added = [
    program,
    "models",
    "add",
    file,
    "--name",
    "Small",
    "--context",
    "2048",
    "--answer",
    "96",
    "--data",
    data,
  ];
  execFileSync(process.execPath, added, { stdio: ["ignore", "ignore", "inherit"] });
  const server = await startBenchServer({ data });
  await uploadNotes(server, set);
  const every = process.argv.includes("--few") ? 10 : 1;
  const few = <Item>(items: readonly Item[]): readonly Item[] => items.filter((_, index) => index % every === 0);
  const { elsewhere, beside } = set.unanswerable;
  const asked = {
    ...set,
    answerable: few(set.answerable),
    unanswerable: { elsewhere: few(elsewhere), beside: few(beside) },
  };
  await report(server, "a GGUF file", asked);
  await server.stop();
  await rm(data, { recursive: true, force: true });
}
