/** How fast text is parsed and chunked, in MB/s of file bytes, one process: `node bench/text.ts [rounds]`. */
import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { chunk, parse } from "../packages/text/src/index.ts";

const corpora = process.env.KHOJ_CORPORA ?? join(import.meta.dirname, "../../shared/corpora");
const rounds = Number(process.argv[2] ?? 5);

for (const [folder, extension] of [
  ["rust-book", "md"],
  ["worg", "org"],
] as const) {
  const files: { fileName: string; bytes: Uint8Array }[] = [];
  for await (const name of glob(`**/*.${extension}`, { cwd: join(corpora, folder) })) {
    files.push({ fileName: name, bytes: readFileSync(join(corpora, folder, name)) });
  }
  if (files.length === 0) {
    console.log(`${folder}: not measured, ${join(corpora, folder)} is absent`);
    continue;
  }
  const megabytes = files.reduce((sum, file) => sum + file.bytes.length, 0) / 1e6;
  const parsing: number[] = [];
  const chunking: number[] = [];
  let chunks = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const documents = [];
    for (const file of files) documents.push(await parse(file));
    const parsed = performance.now();
    chunks = documents.reduce((sum, document) => sum + chunk(document).length, 0);
    parsing.push(parsed - start);
    chunking.push(performance.now() - parsed);
  }
  const speed = (times: number[]): string => (megabytes / (median(times) / 1000)).toFixed(1);
  console.log(
    `${folder}: ${files.length} files, ${megabytes.toFixed(1)} MB, ${chunks} chunks; parse ${speed(parsing)} MB/s ` +
      `(first round ${(megabytes / ((parsing[0] ?? 0) / 1000)).toFixed(1)}), chunk ${speed(chunking)} MB/s, median of ${rounds}`,
  );
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
