/**
 * How long until the first search is answered, by the README's own command: on an empty data directory, and again on
 * the same one with both corpora in it. Then what lies in memory, and how much disk the installation takes.
 *
 *   node bench/start.ts [starts, 5]
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { corpusTexts } from "./corpora.ts";
import { memoryOf, serverBelow } from "./server.ts";

const starts = Number(process.argv[2] ?? 5);
const root = join(import.meta.dirname, "..");
const data = mkdtempSync(join(tmpdir(), "khoj-bench-start-"));
const port = 12_000 + Math.floor(Math.random() * 20_000);
const url = `http://127.0.0.1:${port}`;

try {
  const cold = await start();
  console.log(`first start, empty data directory     ${cold.seconds.toFixed(2)} s to the first answer`);
  await upload([...corpusTexts("rust-book", ".md"), ...corpusTexts("worg", ".org")]);
  await report(cold.child, "after both corpora");
  await stop(cold.child);
  const again: number[] = [];
  for (let round = 0; round < starts; round++) {
    const { child, seconds } = await start();
    again.push(seconds);
    if (round === starts - 1) {
      await wait(3000);
      await report(child, "after a start with both corpora in it");
    }
    await stop(child);
  }
  again.sort((a, b) => a - b);
  const middle = again[Math.floor(starts / 2)] ?? Number.NaN;
  console.log(
    `starts with both corpora, median of ${starts}   ${middle.toFixed(2)} s (${again.map((s) => s.toFixed(2)).join(" ")})`,
  );
} finally {
  rmSync(data, { recursive: true, force: true });
}
for (const folder of ["node_modules", ".tools"]) {
  const { stdout } = spawnSync("du", ["-sm", join(root, folder)], { encoding: "utf8" });
  console.log(`installed ${folder.padEnd(28)} ${Number.parseInt(stdout, 10)} MB`);
}

/** From typing the command to the answer of a search. */
async function start(): Promise<{ child: ChildProcess; seconds: number }> {
  const before = performance.now();
  const flags = ["serve", "--anonymous-mode", "--data", data, "--port", `${port}`];
  const child = spawn("node", [join(root, "bin/khoj"), ...flags], {
    // The model comes in the background: what it takes of the machine is no part of a start.
    env: { ...process.env, KHOJ_EMBEDDING: "none" },
    stdio: "ignore",
  });
  for (;;) {
    const answer = await fetch(`${url}/api/search?q=ownership`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return { child, seconds: (performance.now() - before) / 1000 };
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    await wait(10);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  await once(child, "exit");
}

async function upload(files: readonly { fileName: string; text: string }[]): Promise<void> {
  for (let from = 0; from < files.length; from += 50) {
    const form = new FormData();
    for (const { fileName, text } of files.slice(from, from + 50)) {
      const type = fileName.endsWith(".org") ? "text/org" : "text/markdown";
      form.append("files", new Blob([text], { type }), fileName);
    }
    const answer = await fetch(`${url}/api/content`, { method: "PATCH", body: form });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`an upload was answered with ${answer.status}`);
  }
}

async function report(child: ChildProcess, when: string): Promise<void> {
  const megabytes = memoryOf(serverBelow(child.pid ?? 0));
  const parts = Object.entries(megabytes).map(([who, size]) => `${who} ${size.toFixed(0)}`);
  console.log(`memory ${when.padEnd(38)} ${parts.join(", ")} MB`);
}
