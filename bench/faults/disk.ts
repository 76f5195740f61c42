import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, statfsSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { type Random, seededRandom } from "../../packages/text/src/testing/random.ts";
import { checkLibrary } from "./check-library.ts";
import { eventually, type Khoj, runKhoj, startKhoj, withHome } from "./khoj.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { ownWord, writeNote } from "./notes.ts";
import { databaseOf } from "./processes.ts";
import type { Report } from "./report.ts";

/** The data directory is on a small file system that fills up, by its own content and by somebody else's. */
export async function disk(report: Report): Promise<void> {
  await withHome(async (home) => {
    const small = `${home}/small`;
    mkdirSync(small, { mode: 0o755 });
    const mount = (...words: string[]) => spawnSync(words[0] ?? "", words.slice(1), { encoding: "utf8" });
    const mounted = mount("mount", "-t", "tmpfs", "-o", "size=400m,mode=755", "khoj-faults", small);
    if (mounted.status !== 0)
      return report.notRun("a full disk", `mounting a tmpfs is not permitted here (${mounted.stderr.trim()})`);
    try {
      await onSmallDisk(report, small);
    } finally {
      const unmount = () => mount("umount", small).status === 0;
      await eventually("the small disk is let go of", async () => (unmount() ? true : undefined), 20_000);
    }
  });
}

async function onSmallDisk(report: Report, small: string): Promise<void> {
  const data = `${small}/data`;
  const ledger = openLedger();
  const random = seededRandom(11);
  const khoj = await startKhoj({ data });
  await report.show("uploads until the disk is full", async () => {
    fill(small, 80 << 20);
    const told = await uploadUntilRefused(khoj, ledger, random);
    return `${told}; ${await checkLibrary(khoj, ledger, ledger.names().slice(0, 40))}`;
  });
  await report.show("with the disk full: searching, reading, asking", () => readWhileFull(khoj));
  await report.show("a file of 20 MB and nothing left at all", async () => {
    fill(small, 0);
    const bytes = Buffer.alloc(20e6, "A line of text.\n");
    const { status, text } = await khoj.upload([{ name: "large.txt", bytes, type: "text/plain" }]);
    assert.equal(status, 503, text);
    assert.match(text, /the disk .* is full/);
    return `503 ${text}`;
  });
  await report.show("the database killed with the disk full, then room, without a restart of the server", async () => {
    process.kill(databaseOf(data), "SIGKILL");
    const told = await eventually("a search is answered, or says that the disk is full", async () => {
      const { status, text } = await khoj.ask("GET", "/api/search?q=harbour");
      if (status === 200) return "it starts again and searches are answered";
      return status === 503 && /disk .* full/.test(text) ? `503 ${text}` : undefined;
    });
    return `${told}; ${await roomAgain(khoj, small, ledger, random)}`;
  });
  await report.show("filled up by somebody else in the middle of uploads, then room, without a restart", async () => {
    const filling = wait(1000).then(() => fill(small, 0));
    const told = await uploadUntilRefused(khoj, ledger, random);
    await filling;
    return `${told}; ${await roomAgain(khoj, small, ledger, random)}`;
  });
  await report.show("kill -9 with the disk full, and a start on it; then room, and a start", async () => {
    fill(small, 0);
    await khoj.kill();
    const told = await startOrRefusal(data);
    emptied(small);
    const again = await startKhoj({ data });
    const seen = await checkLibrary(again, ledger, ledger.names());
    await again.stop();
    return `${told}; ${seen}`;
  });
  await report.show("a first start on a full disk", async () => {
    rmSync(data, { recursive: true });
    fill(small, 0);
    return startOrRefusal(`${small}/other`);
  });
}

async function readWhileFull(khoj: Khoj): Promise<string> {
  const answers = await Promise.all([
    khoj.ask("GET", "/api/search?q=harbour"),
    khoj.ask("GET", "/api/content/files"),
    khoj.ask("GET", "/api/content/status"),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200],
  );
  const body = JSON.stringify({ q: "Where is the harbour?", stream: false });
  const chat = await khoj.ask("POST", "/api/chat", { body });
  return `200 each; the chat answers ${chat.status}: "${chat.text.slice(0, 80)}…"`;
}

/** Makes room, waits until uploads are taken, and holds everything against what was told. */
async function roomAgain(khoj: Khoj, small: string, ledger: Ledger, random: Random): Promise<string> {
  emptied(small);
  const start = performance.now();
  await eventually("uploads are taken again", async () => {
    const { status } = await write(khoj, ledger, random, 5);
    return status === 200 ? true : undefined;
  });
  const after = ((performance.now() - start) / 1000).toFixed(1);
  return `taken again ${after} s after there was room; ${await checkLibrary(khoj, ledger, ledger.names())}`;
}

/** A start may work or be refused with a sentence; it must not hang or die without a word. */
async function startOrRefusal(data: string): Promise<string> {
  try {
    const khoj = await startKhoj({ data });
    const { status } = await khoj.ask("GET", "/api/search?q=harbour");
    await khoj.stop();
    return `it starts and answers searches ${status}`;
  } catch {
    const { code, said } = await runKhoj({ data });
    const line = said.trim().split("\n").at(-1) ?? "";
    assert.equal(code, 1, said);
    assert.match(line, /disk of .* is full/, `the refusal does not name the disk: ${said}`);
    return `refused, exit 1: "${line}"`;
  }
}

/** Takes all room but `left` bytes. */
function fill(small: string, left: number): void {
  const { bavail, bsize } = statfsSync(small);
  try {
    appendFileSync(`${small}/ballast`, Buffer.alloc(Math.max(0, bavail * bsize - left)));
  } catch {}
}

const emptied = (small: string): void => rmSync(`${small}/ballast`, { force: true });

/** Sends files until the answer says that the disk is full; before it others may say that the database went away. */
async function uploadUntilRefused(khoj: Khoj, ledger: Ledger, random: Random): Promise<string> {
  const told = new Map<string, number>();
  for (let n = 0; n < 400; n++) {
    const { status, text } = await write(khoj, ledger, random, 20);
    assert(status === 200 || status === 503, `answered ${status}: ${text.slice(0, 300)}`);
    const answer = status === 200 ? "taken" : `503 ${text}`;
    told.set(answer, (told.get(answer) ?? 0) + 1);
    if (/the disk .* is full/.test(answer)) return [...told].map(([what, times]) => `${times}× ${what}`).join(", ");
  }
  throw new Error("400 uploads: the disk never was said to be full");
}

async function write(khoj: Khoj, ledger: Ledger, random: Random, count: number) {
  const wanted = new Map(
    Array.from({ length: count }, () => [`${ownWord(random)}.md`, writeNote(random, ownWord(random)).repeat(12)]),
  );
  const parts = [...wanted].map(([name, text]) => ({ name, bytes: Buffer.from(text), type: "text/markdown" }));
  let answer = { status: 0, text: "" };
  await ledger.change(wanted, async () => {
    answer = await khoj.upload(parts);
    return answer.status === 200;
  });
  return answer;
}
