/**
 * Memory while notes are read and the default model reads them for meaning: both shared corpora, then as many generated
 * notes as are asked for, looked at four times a second until no vectors are queued. Shared pages are counted by their share.
 *
 *   node bench/memory.ts [generated notes, 0]
 */
import { corpusTexts } from "./corpora.ts";
import { startBenchServer } from "./server.ts";
import { waitForVectors } from "./wait-for-vectors.ts";

const generated = Number(process.argv[2] ?? 0);
const texts = [...corpusTexts("rust-book", ".md"), ...corpusTexts("worg", ".org")];
const sentences = texts.flatMap(({ text }) => text.split(/(?<=[.!?])\s+/)).filter((one) => one.length > 40);
const notes = Array.from({ length: generated }, (_, n) => ({
  fileName: `gen/${Math.floor(n / 1000)}/note-${n}.md`,
  text: [n, n * 7, n * 31].map((at) => sentences[at % sentences.length]).join(" "),
}));

const server = await startBenchServer({ environment: { KHOJ_EMBEDDING: "local" } });
try {
  await measure("at rest", async () => {});
  await measure(`${texts.length} files of both corpora`, () => fill(texts));
  if (generated > 0) await measure(`${generated} generated notes`, () => fill(notes));
} finally {
  await server.stop();
}

async function measure(what: string, work: () => Promise<void>): Promise<void> {
  let [most, whole] = [server.memory(), 0];
  const look = (): void => {
    const memory = server.memory();
    const sum = memory.server + memory.parsers;
    if (sum > whole) [most, whole] = [memory, sum];
  };
  look();
  const timer = setInterval(look, 250);
  const started = performance.now();
  await work();
  clearInterval(timer);
  look();
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const parts = Object.entries(most).map(([who, mb]) => `${who} ${mb.toFixed(0)}`);
  console.log(`${what}, ${seconds} s: most ${whole.toFixed(0)} MB without the database (${parts.join(", ")})`);
}

async function fill(files: readonly { fileName: string; text: string }[]): Promise<void> {
  for (let from = 0; from < files.length; from += 100) {
    const form = new FormData();
    for (const { fileName, text } of files.slice(from, from + 100)) {
      const type = fileName.endsWith(".org") ? "text/org" : "text/markdown";
      form.append("files", new Blob([text], { type }), fileName);
    }
    const { status } = await fetch(`${server.url}/api/content?client=bench`, { method: "PATCH", body: form });
    if (status !== 200) throw new Error(`an upload was answered with ${status}`);
  }
  await waitForVectors(server, "how memory is owned and borrowed");
}
