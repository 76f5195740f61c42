import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { seededRandom } from "../../packages/text/src/testing/random.ts";
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
  let khoj = await startKhoj({ data });
  await report.show("uploads until the disk is full", async () => {
    fill(small, 80 << 20);
    const told = await uploadUntilRefused(khoj, ledger, random);
    return `${told}; ${await checkLibrary(khoj, ledger, ledger.names().slice(0, 40))}`;
  });
  await report.show("with the disk full: searching, reading, asking", async () => {
    const answers = await Promise.all([
      khoj.ask("GET", "/api/search?q=harbour"),
      khoj.ask("GET", "/api/content/files"),
      khoj.ask("GET", "/api/content/status"),
      khoj.ask("POST", "/api/chat", { body: JSON.stringify({ q: "Where is the harbour?", stream: false }) }),
    ]);
    assert.deepEqual(
      answers.slice(0, 3).map(({ status }) => status),
      [200, 200, 200],
    );
    const chat = answers[3];
    return `200 each; the chat answers ${chat?.status}: "${chat?.text.slice(0, 120)}"`;
  });
  await report.show("the database killed with the disk full, then room, without a restart of the server", async () => {
    fill(small, 0);
    process.kill(databaseOf(data), "SIGKILL");
    const told = await eventually("a search is answered, or says that the disk is full", async () => {
      const { status, text } = await khoj.ask("GET", "/api/search?q=harbour");
      if (status === 200) return "it starts again and searches are answered";
      return status === 503 && /disk .* full/.test(text) ? `503 ${text}` : undefined;
    });
    rmSync(`${small}/ballast`);
    await eventually("uploads are taken again", async () => (await write(khoj, ledger, random, 5)) || undefined);
    return `${told}; ${await checkLibrary(khoj, ledger, ledger.names().slice(-40))}`;
  });
  await report.show("kill -9 with the disk full, and a start on it", async () => {
    fill(small, 0);
    await khoj.kill();
    const { said } = await startOrRefusal(data);
    return said;
  });
  await report.show("room again", async () => {
    rmSync(`${small}/ballast`);
    khoj = await startKhoj({ data });
    await write(khoj, ledger, random, 5);
    return await checkLibrary(khoj, ledger, ledger.names().slice(-60));
  });
  await report.show("filled up by somebody else while files come, then room again, without a restart", async () => {
    fill(small, 0);
    const told = await uploadUntilRefused(khoj, ledger, random);
    rmSync(`${small}/ballast`);
    const start = performance.now();
    await eventually("uploads are taken again", async () =>
      (await write(khoj, ledger, random, 5)) ? true : undefined,
    );
    const after = ((performance.now() - start) / 1000).toFixed(1);
    return `${told}; taken again ${after} s after there was room; ${await checkLibrary(khoj, ledger, ledger.names())}`;
  });
  await khoj.stop();
  await report.show("a first start on a full disk", async () => {
    rmSync(data, { recursive: true });
    fill(small, 0);
    return (await startOrRefusal(`${small}/other`)).said;
  });
}

/** A start may work or be refused with a sentence; it must not hang or die without a word. */
async function startOrRefusal(data: string): Promise<{ said: string }> {
  try {
    const khoj = await startKhoj({ data });
    const { status } = await khoj.ask("GET", "/api/search?q=harbour");
    await khoj.stop();
    return { said: `it starts and answers searches ${status}` };
  } catch {
    const { code, said } = await runKhoj({ data });
    const line = said.trim().split("\n").at(-1) ?? "";
    assert.equal(code, 1, said);
    assert.match(line, /full|space|room/i, `the refusal does not name the disk: ${said}`);
    return { said: `refused, exit 1: "${line}"` };
  }
}

/** Takes all room but `left` bytes. */
function fill(small: string, left: number): void {
  const { bavail, bsize } = statfsSync(small);
  const size = Math.max(0, bavail * bsize - left);
  try {
    writeFileSync(`${small}/ballast`, Buffer.alloc(size));
  } catch {}
}

async function uploadUntilRefused(
  khoj: Khoj,
  ledger: Ledger,
  random: ReturnType<typeof seededRandom>,
): Promise<string> {
  for (let n = 0; n < 400; n++) {
    const answer = await writeOnce(khoj, ledger, random, 20);
    if (answer.status === 200) continue;
    assert.equal(answer.status, 503, `answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    assert.match(answer.text, /the disk .* is full/, answer.text);
    return `${n} uploads taken, then 503 ${answer.text}`;
  }
  throw new Error("400 uploads were taken: the disk never was full");
}

async function write(
  khoj: Khoj,
  ledger: Ledger,
  random: ReturnType<typeof seededRandom>,
  count: number,
): Promise<boolean> {
  return (await writeOnce(khoj, ledger, random, count)).status === 200;
}

async function writeOnce(khoj: Khoj, ledger: Ledger, random: ReturnType<typeof seededRandom>, count: number) {
  const wanted = new Map(
    Array.from({ length: count }, () => [`${ownWord(random)}.md`, writeNote(random, ownWord(random)).repeat(12)]),
  );
  let last = { status: 0, text: "" };
  await ledger.change(wanted, async () => {
    const parts = [...wanted].map(([name, text]) => ({ name, bytes: Buffer.from(text), type: "text/markdown" }));
    last = await khoj.upload(parts).catch((error: Error) => ({ status: 0, text: error.message }) as typeof last);
    return last.status === 200;
  });
  return last;
}
