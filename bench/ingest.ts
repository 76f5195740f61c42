/**
 * Ingest end to end over HTTP: rust-book and worg again and again under other names and with words of their own, in
 * batches as the clients send them, each answered when it is committed and found. Then the same once more, unchanged;
 * then all of it deleted by type while searches go on.
 *
 *   node bench/ingest.ts [megabytes, 50] [entries to delete, 100000]
 */
import { corpusTexts } from "./corpora.ts";
import { type BenchServer, startBenchServer } from "./server.ts";

interface Upload {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const megabytes = Number(process.argv[2] ?? 50);
const entries = Number(process.argv[3] ?? 100_000);
const filesAtOnce = 50;
const bytesAtOnce = 10e6;

async function measureIngest(server: BenchServer, files: readonly Upload[]): Promise<void> {
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
  console.log(`${files.length} files, ${size.toFixed(1)} MB`);
  const first = await measured(server, () => uploadAll(server, files));
  console.log(`first pass      ${rate(size, first.milliseconds)}   memory ${inWords(server.memory(), 0)} MB`);
  console.log(`processor s     ${inWords(first.processor, 1)}`);
  console.log(`steps, s        ${await steps(server)}`);
  const second = await measured(server, () => uploadAll(server, files));
  const times = (first.milliseconds / second.milliseconds).toFixed(1);
  console.log(`unchanged pass  ${rate(size, second.milliseconds)}, ${times} times faster`);
  console.log(`processor s     ${inWords(second.processor, 2)}`);
}

async function measured(server: BenchServer, work: () => Promise<void>) {
  const before = server.processorTime();
  const milliseconds = await timed(work);
  const after = server.processorTime();
  const spent = Object.entries(after).map(([who, seconds]) => [who, seconds - before[who as keyof typeof before]]);
  const processor: Record<string, number> = Object.fromEntries(spent);
  return { milliseconds, processor };
}

async function steps(server: BenchServer): Promise<string> {
  const { parts } = JSON.parse((await server.ask("GET", "/api/status")).text);
  const facts: [string, number][] = Object.entries(
    parts.find((part: { name: string }) => part.name === "ingest").facts,
  );
  return facts
    .filter(([name]) => name.startsWith("seconds in "))
    .map(([name, seconds]) => `${name.slice("seconds in ".length)} ${seconds.toFixed(1)}`)
    .join(", ");
}

async function measureDeletion(server: BenchServer, count: number): Promise<void> {
  const short = Array.from({ length: count }, (_, n) => {
    const text = `# Entry ${n}\n\nA short note numbered n${n.toString(36)}q about wombats and lighthouses.\n`;
    return { name: `entries/${n % 100}/${n}.txt`, type: "text/plain", bytes: Buffer.from(text) };
  });
  const filling = await timed(() => uploadAll(server, short, 1000));
  console.log(`${count} entries   taken in ${(filling / 1000).toFixed(1)} s`);
  const search = () => timed(() => server.ask("GET", "/api/search?q=lighthouses+n1a"));
  const calm: number[] = [];
  for (let n = 0; n < 50; n++) calm.push(await search());
  let isDeleting = true;
  const deleting = timed(() => server.ask("DELETE", "/api/content/type/plaintext")).finally(() => {
    isDeleting = false;
  });
  const meanwhile: number[] = [];
  while (isDeleting) meanwhile.push(await search());
  console.log(`deleted by type in ${((await deleting) / 1000).toFixed(2)} s`);
  console.log(`searches: ${quantiles(calm)} before; ${meanwhile.length} meanwhile, ${quantiles(meanwhile)}`);
  console.log(`first search after: ${(await search()).toFixed(0)} ms`);
}

async function uploadAll(server: BenchServer, files: readonly Upload[], most = filesAtOnce): Promise<void> {
  for (let start = 0; start < files.length; ) {
    let end = start;
    for (let size = 0; end < files.length && end - start < most && size < bytesAtOnce; end++)
      size += files[end]?.bytes.length ?? 0;
    const { status, text } = await server.ask(
      "PATCH",
      "/api/content?client=bench",
      ...multipart(files.slice(start, end)),
    );
    if (status !== 200) throw new Error(`the upload was answered ${status}: ${text.slice(0, 300)}`);
    start = end;
  }
}

function multipart(files: readonly Upload[]): [Buffer, string] {
  const boundary = "-------------------------khojbench";
  const parts = files.flatMap(({ name, type, bytes }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
    ),
    bytes,
    Buffer.from("\r\n"),
  ]);
  return [Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]), `multipart/form-data; boundary=${boundary}`];
}

/** Each round has a hundredth of its words made its own, so that neither texts nor vocabulary are the same again. */
function repeatedCorpora(bytes: number): Upload[] {
  const originals = [
    ...corpusTexts("rust-book", ".md").map((file) => ({ ...file, type: "text/markdown" })),
    ...corpusTexts("worg", ".org").map((file) => ({ ...file, type: "text/org" })),
  ];
  const files: Upload[] = [];
  for (let round = 0, size = 0; size < bytes; round++) {
    for (const { fileName, text, type } of originals) {
      let place = 0;
      const changed = text.replace(/\p{L}{4,}/gu, (word) =>
        place++ % 100 === round % 100 ? `${word}${round.toString(36)}` : word,
      );
      const content = Buffer.from(changed, "utf8");
      files.push({ name: `round-${round}/${fileName}`, type, bytes: content });
      size += content.length;
      if (size >= bytes) break;
    }
  }
  return files;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const rate = (size: number, milliseconds: number): string =>
  `${(milliseconds / 1000).toFixed(1)} s = ${((size / milliseconds) * 1000).toFixed(2)} MB/s`;

const inWords = (numbers: Readonly<Record<string, number>>, digits: number): string =>
  Object.entries(numbers)
    .map(([name, number]) => `${name} ${number.toFixed(digits)}`)
    .join(", ");

function quantiles(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  const at = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN).toFixed(1);
  return `p50 ${at(0.5)} ms, longest ${at(1)} ms`;
}

const server = await startBenchServer();
try {
  await measureIngest(server, repeatedCorpora(megabytes * 1e6));
  if (entries > 0) await measureDeletion(server, entries);
} finally {
  await server.stop();
}
