/**
 * Formats that are read out of bytes: pages a second, words found against `pdftotext` (poppler-utils), and words that OCR
 * reads right on pages drawn here with specks and a little askew: `node bench/formats.ts`.
 */
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "../packages/text/src/index.ts";
import { toPng } from "../packages/text/src/picture-files.ts";
import { column } from "../packages/text/src/testing/make-pdf.ts";
import { makeScan, skew } from "../packages/text/src/testing/make-scan.ts";
import { testTools } from "../packages/text/src/testing/parse-tools.ts";
import { seededRandom } from "../packages/text/src/testing/random.ts";

const corpora = process.env.KHOJ_CORPORA ?? join(import.meta.dirname, "../../shared/corpora");

/** A word parted at the end of a line is one word, in the reference too. */
const wordsOf = (text: string): string[] =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(\p{L})[-\u2010\u00AD]\s*\n\s*(?=\p{Ll})/gu, "$1")
    .match(/[\p{L}\p{N}]+/gu) ?? [];

function countFound(wanted: readonly string[], text: string): number {
  const left = new Map<string, number>();
  for (const word of wordsOf(text)) left.set(word, (left.get(word) ?? 0) + 1);
  return wanted.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  }).length;
}

const share = (part: number, whole: number): string => (whole === 0 ? "-" : (part / whole).toFixed(4));

async function measurePdfs(): Promise<void> {
  const folder = join(corpora, "pdf-samples");
  if (!existsSync(folder)) {
    console.log(`PDFs: not measured, ${folder} is absent`);
    return;
  }
  const all = { found: 0, wanted: 0, pages: 0, milliseconds: 0 };
  for (const name of globSync("*/*.pdf", { cwd: folder }).sort()) {
    const file = join(folder, name);
    const wanted = referenceOf(file);
    const start = performance.now();
    const input = { fileName: name, bytes: readFileSync(file) };
    const document = await parse(input, testTools({ ocrMilliseconds: 0 })).catch((error: Error) => error.message);
    const milliseconds = performance.now() - start;
    if (typeof document === "string") {
      console.log(`${name}: ${document}`);
      continue;
    }
    const found = countFound(wanted, document.text);
    const pages = document.pages?.length ?? 0;
    all.found += found;
    all.wanted += wanted.length;
    all.pages += pages;
    all.milliseconds += milliseconds;
    const missing = document.missing.join(" ");
    console.log(`${name}: ${pages} pages, ${share(found, wanted.length)} of ${wanted.length} words ${missing}`);
  }
  const speed = (all.pages / (all.milliseconds / 1000)).toFixed(0);
  console.log(`PDFs: ${share(all.found, all.wanted)} of ${all.wanted} words; ${all.pages} pages, ${speed} a second`);
}

function referenceOf(file: string): string[] {
  try {
    return wordsOf(execFileSync("pdftotext", [file, "-"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  } catch {
    return [];
  }
}

const prose =
  "The keeper of the lighthouse wrote every night about the weather and the ships that passed the cape in winter and " +
  "in summer. Nobody knows who painted the door of the tower in blue; the colour appears for the first time in the " +
  "log of 1874, where it is called the colour of the sky on a morning without wind.";

async function measureOcr(): Promise<void> {
  const words = `${prose} `.repeat(4).trim().split(" ");
  const rows = Array.from({ length: Math.ceil(words.length / 11) }, (_, n) =>
    words.slice(n * 11, n * 11 + 11).join(" "),
  );
  for (const [specks, degrees] of [
    [0, 0],
    [3000, 0],
    [3000, 1],
    [3000, 3],
    [20_000, 1],
  ] as const) {
    const scan = await makeScan(column(rows, 50), { dotsPerInch: 200, specks, random: seededRandom(11) });
    const start = performance.now();
    const document = await parse({ fileName: "scan.png", bytes: toPng(skew(scan, degrees)) }, testTools());
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const wanted = wordsOf(words.join(" "));
    console.log(
      `OCR, 200 dots an inch, ${specks} specks, ${degrees}° askew: ${share(countFound(wanted, document.text), wanted.length)} of ${wanted.length} words, ${seconds} s`,
    );
  }
}

await measurePdfs();
await measureOcr();
