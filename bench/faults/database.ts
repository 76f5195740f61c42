import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { seededRandom } from "../../packages/text/src/testing/random.ts";
import { checkLibrary } from "./check-library.ts";
import { eventually, type Khoj, startKhoj, withHome } from "./khoj.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { ownWord, writeNote } from "./notes.ts";
import { databaseOf, processesOf } from "./processes.ts";
import type { Report } from "./report.ts";

/** The longest a client may be left without a word. */
const patience = 30_000;

/** The database does not answer, or is not there, for a while; the server stays. */
export async function database(report: Report, { seconds }: { readonly seconds: number }): Promise<void> {
  await withHome(async (home) => {
    const khoj = await startKhoj({ data: `${home}/data` });
    const ledger = openLedger();
    const away = (how: string, take: () => Promise<() => Promise<void>>) =>
      report.show(`${how} for ${seconds} s`, () => whileAway(khoj, ledger, seconds, take));
    await away("the database stands still (SIGSTOP)", async () => {
      const all = databaseProcesses(khoj.data);
      for (const pid of all) process.kill(pid, "SIGSTOP");
      return async () => {
        for (const pid of all) process.kill(pid, "SIGCONT");
      };
    });
    await away("the database is killed whenever it comes", async () => keepKilling(khoj.data));
  });
}

const databaseProcesses = (data: string): readonly number[] => {
  const first = databaseOf(data);
  return [first, ...processesOf(data).flatMap(({ pid, parent }) => (parent === first ? [pid] : []))];
};

function keepKilling(data: string): () => Promise<void> {
  let isOver = false;
  const killing = (async () => {
    for (; !isOver; await wait(100)) {
      try {
        process.kill(databaseOf(data), "SIGKILL");
      } catch {}
    }
  })();
  return async () => {
    isOver = true;
    await killing;
  };
}

async function whileAway(
  khoj: Khoj,
  ledger: Ledger,
  seconds: number,
  take: () => Promise<() => Promise<void>>,
): Promise<string> {
  const random = seededRandom(7);
  const write = async (): Promise<string> => {
    const name = `${ownWord(random)}.md`;
    const text = writeNote(random, ownWord(random));
    let answer = "";
    await ledger.change(new Map([[name, text]]), async () => {
      const { status, text: said } = await khoj.upload([{ name, bytes: Buffer.from(text), type: "text/markdown" }]);
      answer = `${status} ${status === 200 ? "" : said}`;
      return status === 200;
    });
    return answer.trim();
  };
  const read = async (path: string): Promise<string> => {
    const { status, text } = await khoj.ask("GET", path);
    return `${status} ${status === 200 ? "" : text}`.trim();
  };
  for (let n = 0; n < 5; n++) assert.equal(await write(), "200");
  const giveBack = await take();
  const answers = new Map<string, number>();
  let longest = 0;
  const timed = async (what: string, work: () => Promise<string>): Promise<void> => {
    const start = performance.now();
    const answer = `${what} ${await work()}`;
    longest = Math.max(longest, performance.now() - start);
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  };
  const until = performance.now() + seconds * 1000;
  const repeatedly = async (what: string, work: () => Promise<string>): Promise<void> => {
    for (; performance.now() < until; await wait(1000)) await timed(what, work);
  };
  const asking = Promise.all([
    repeatedly("upload:", write),
    repeatedly("search:", () => read("/api/search?q=harbour")),
    repeatedly("files:", () => read("/api/content/files")),
    repeatedly("history:", () => read("/api/chat/sessions")),
  ]);
  await wait(seconds * 1000);
  await giveBack();
  await asking;
  await eventually("searches and uploads succeed again", async () => {
    return (await read("/api/search?q=harbour")) === "200" && (await write()) === "200" ? true : undefined;
  });
  const seen = await checkLibrary(khoj, ledger, ledger.names());
  const told = [...answers].map(([answer, times]) => `${times}× ${answer}`).join("; ");
  assert(longest < patience, `a client waited ${(longest / 1000).toFixed(0)} s for an answer: ${told}`);
  const unclear = [...answers.keys()].filter((answer) => !/: (200$|503 \{"detail":"[^"]{20,})/.test(answer));
  assert.deepEqual(unclear, [], "answers other than 200 and a 503 with a sentence");
  assert(
    [...answers.keys()].some((answer) => answer.includes("503")),
    "nobody was told that the database is away",
  );
  return `${told}; longest wait ${(longest / 1000).toFixed(1)} s; then again, by the same process: ${seen}`;
}
