/**
 * How the word index grows: queries of eight words (three of them among the commonest), memory, building, snapshot, at
 * 10,000, 100,000 and 1,000,000 chunks. Texts are drawn from the words of rust-book, worg and chunking-eval with their
 * frequencies, one word in a hundred made rare, so that the vocabulary goes on growing.
 *
 *   node bench/index-scale.ts [chunks …]
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createWordIndex, loadWordIndex } from "../apps/server/src/search/index/memory-word-index.ts";
import { aDocument, aQuery, seededRandom } from "../apps/server/src/search/index/testing/notes.ts";
import type { WordIndex } from "../apps/server/src/search/index/word-index.ts";
import { corpusTexts } from "./corpora.ts";

const CHUNKS_PER_DOCUMENT = 10;
const CHUNK_LENGTH = 500;
const QUERIES = 300;

const sizes = process.argv.slice(2).map(Number);
for (const chunks of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) measure(chunks);

function measure(chunks: number): void {
  const random = seededRandom(chunks);
  const words = corpusWords();
  const before = memory();
  const index = createWordIndex();
  let bytes = 0;
  let building = 0;
  for (let first = 0; first < chunks; first += 1000) {
    const documents = Array.from({ length: 1000 / CHUNKS_PER_DOCUMENT }, (_, number) => {
      const texts = Array.from({ length: CHUNKS_PER_DOCUMENT }, () => synthetic(words, random));
      for (const text of texts) bytes += Buffer.byteLength(text);
      const id = `019${(first + number).toString(16).padStart(9, "0")}-7000-8000-${String(number).padStart(12, "0")}`;
      return aDocument(id, texts, { language: "en", fileName: `notes/folder-${first}/note-${number}.md` });
    });
    building += processorTime(() => index.apply({ spaceId: "home", revision: first, documents, deleted: [] }));
  }
  let merging = 0;
  let longest = 0;
  for (let done = false; !done; ) {
    const took = timed(() => {
      done = index.maintain(10);
    });
    merging += took;
    longest = Math.max(longest, took);
  }
  const used = memory() - before;
  const stats = index.stats();
  console.log(
    `\n${chunks} chunks, ${stats.words} words, ${stats.terms} different, ${(bytes / 1e6).toFixed(1)} MB of text`,
  );
  console.log(
    `  building ${(building / 1000).toFixed(1)} s = ${(bytes / 1000 / building).toFixed(1)} MB/s; merging after it ${(merging / 1000).toFixed(1)} s, longest portion ${longest.toFixed(0)} ms`,
  );
  console.log(
    `  memory ${(used / 1e6).toFixed(1)} MB (arrays ${(stats.bytes / 1e6).toFixed(1)}) = ${((used / stats.words) * 10).toFixed(1)} MB per 10 million words`,
  );
  queries(index, words, random);
  changes(index, words, random);
  snapshots(index);
}

function queries(index: WordIndex, words: readonly string[], random: () => number): void {
  const common = ["the", "of", "to", "and", "is", "in", "that", "for"];
  const rare = () => {
    for (;;) {
      const word = pick(words, random);
      if (word.length > 4) return word;
    }
  };
  const eight = () =>
    [...Array.from({ length: 5 }, rare), ...Array.from({ length: 3 }, () => pick(common, random))].join(" ");
  const kinds: [string, () => Parameters<WordIndex["search"]>[0]][] = [
    ["eight words", () => aQuery(eight())],
    ["two words", () => aQuery(`${rare()} ${rare()}`)],
    ["as you type", () => aQuery(`${rare()} ${rare().slice(0, 3)}`, { prefix: true })],
    ["misspelt word", () => aQuery(`${rare()} ${misspelt(rare())}`)],
    ["with file filter", () => aQuery(eight(), { filters: { files: ["note-1*.md"] } })],
    ["with +word", () => aQuery(eight(), { filters: { mustContain: [rare()] } })],
    ["a whole note", () => aQuery(Array.from({ length: 600 }, () => synthetic(words, random).slice(0, 70)).join(" "))],
  ];
  for (const [name, make] of kinds) {
    const asked = Array.from({ length: name === "a whole note" ? 30 : QUERIES }, make);
    for (const query of asked.slice(0, 20)) index.search(query);
    const times: number[] = [];
    const cpu = processorTime(() => {
      for (const query of asked) times.push(timed(() => index.search(query)));
    });
    times.sort((one, other) => one - other);
    const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
    console.log(
      `  ${name.padEnd(18)} p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; mean of processor ${(cpu / asked.length).toFixed(2)} ms`,
    );
  }
}

function changes(index: WordIndex, words: readonly string[], random: () => number): void {
  let revision = 1_000_000;
  const edit = () => {
    const document = aDocument(
      "edited",
      Array.from({ length: 5 }, () => synthetic(words, random)),
    );
    return timed(() => {
      index.apply({ spaceId: "home", revision: revision++, documents: [document], deleted: [] });
      index.search(aQuery("the edited ownership"));
    });
  };
  const times = Array.from({ length: 100 }, edit).sort((one, other) => one - other);
  console.log(`  write and search   p50 ${(times[50] ?? 0).toFixed(2)} ms, slowest ${(times[99] ?? 0).toFixed(2)} ms`);
}

function snapshots(index: WordIndex): void {
  let longest = 0;
  let total = 0;
  for (let done = false; !done; ) {
    const took = timed(() => {
      done = index.maintain(10, { purge: true });
    });
    longest = Math.max(longest, took);
    total += took;
  }
  let parts: Uint8Array[] = [];
  const writing = timed(() => {
    parts = index.snapshot();
  });
  const bytes = Buffer.concat(parts);
  const loading = timed(() => loadWordIndex(bytes));
  console.log(
    `  snapshot ${(bytes.length / 1e6).toFixed(1)} MB, cleaned up in ${total.toFixed(0)} ms (longest portion ${longest.toFixed(0)}), written in ${writing.toFixed(0)} ms, loaded in ${loading.toFixed(0)} ms`,
  );
}

function corpusWords(): string[] {
  const texts = [
    ...corpusTexts("rust-book/src", ".md"),
    ...corpusTexts("worg", ".org"),
    ...corpusTexts("chunking-eval/corpora", ".md"),
  ];
  return texts.flatMap(({ text }) => text.split(/\s+/)).filter((word) => word.length > 0 && word.length < 60);
}

function synthetic(words: readonly string[], random: () => number): string {
  let text = "";
  while (text.length < CHUNK_LENGTH) {
    const word = pick(words, random);
    text += random() < 0.01 ? `${word}${Math.floor(random() ** 3 * 1e6).toString(26)} ` : `${word} `;
  }
  return text;
}

function misspelt(word: string): string {
  return `${word.slice(0, 2)}${word.slice(3, 4)}${word.slice(2, 3)}${word.slice(4)}q`;
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** Milliseconds of this thread's processor: what the machine does besides does not count, and it ticks coarsely. */
function processorTime(work: () => void): number {
  const started = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / 1000;
}

/** Bytes on the heap and outside it, after a collection. */
function memory(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
