import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { type Random, seededRandom } from "../../packages/text/src/testing/random.ts";
import { checkLibrary } from "./check-library.ts";
import { eventually, type Khoj, launchKhoj, startKhoj, withHome } from "./khoj.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { ownWord, writeNote } from "./notes.ts";
import { databaseOf, processesOf, sessionOf } from "./processes.ts";
import type { Report } from "./report.ts";

export interface KillOptions {
  readonly points: number;
  readonly seed: number;
}

/** Ends server or database by force while files are sent and deleted, again and again, and looks each time. */
export async function kill(report: Report, { points, seed }: KillOptions): Promise<void> {
  await withHome(async (home) => {
    const random = seededRandom(seed);
    const data = `${home}/data`;
    const ledger = openLedger();
    const tally = new Map<string, number>();
    await report.show(`kill -9 at ${points} points (seed ${seed}) while files are sent and deleted`, async () => {
      let khoj = await startKhoj({ data });
      let seen = "";
      for (let point = 1; point <= points; point++) {
        const victim = pick(random, victims);
        tally.set(victim.name, (tally.get(victim.name) ?? 0) + 1);
        try {
          const touched = await whileWorking(khoj, ledger, random, () => victim.kill(khoj, random));
          khoj = await victim.comeBack(khoj, random);
          await nobodyElse(khoj);
          seen = await checkLibrary(khoj, ledger, touched);
        } catch (error) {
          throw new Error(`at point ${point}, ${victim.name}`, { cause: error });
        }
      }
      const all = await checkLibrary(khoj, ledger, ledger.names());
      assert.equal(await khoj.stop(), 0);
      await nobodyElse(undefined, data);
      return `${[...tally].map(([name, times]) => `${name} ${times}×`).join(", ")}; ${all || seen}; no process left over`;
    });
  });
}

interface Victim {
  readonly name: string;
  kill(khoj: Khoj, random: Random): Promise<void>;
  comeBack(khoj: Khoj, random: Random): Promise<Khoj>;
}

const again = ({ data }: Khoj): Promise<Khoj> => startKhoj({ data });

/** The same server, when it answers from its database again. */
const sameServer = (khoj: Khoj): Promise<Khoj> =>
  eventually("the server answers after its database was killed", async () => {
    const answer = await khoj.ask("GET", "/api/search?q=anything", { patience: 5000 });
    return answer.status === 200 ? khoj : undefined;
  });

const victims: readonly Victim[] = [
  { name: "server", kill: (khoj) => khoj.kill(), comeBack: again },
  { name: "database", kill: async ({ data }) => sendKill(databaseOf(data)), comeBack: sameServer },
  { name: "a session of the database", kill: async ({ data }) => sendKill(sessionOf(data)), comeBack: sameServer },
  {
    name: "server and database",
    async kill(khoj) {
      sendKill(databaseOf(khoj.data));
      await khoj.kill();
    },
    comeBack: again,
  },
  {
    name: "server, and again while it starts",
    kill: (khoj) => khoj.kill(),
    async comeBack({ data }, random) {
      const { child, ready } = launchKhoj({ data });
      await Promise.race([wait(random(3000)), ready]);
      child.kill("SIGKILL");
      return await startKhoj({ data });
    },
  },
];

function sendKill(pid: number | undefined): void {
  if (pid !== undefined) process.kill(pid, "SIGKILL");
}

/** Two clients change files until the kill, at a random moment. Answers the names they touched. */
async function whileWorking(
  khoj: Khoj,
  ledger: Ledger,
  random: Random,
  strike: () => Promise<void>,
): Promise<readonly string[]> {
  const touched = new Set<string>();
  let isOver = false;
  const client = async (who: string): Promise<void> => {
    while (!isOver) {
      const wanted = nextChange(who, ledger, random);
      for (const name of wanted.keys()) touched.add(name);
      await ledger.change(wanted, () => send(khoj, wanted, random));
    }
  };
  const clients = ["one", "two"].map(client);
  await wait(50 + random(1500));
  await strike();
  isOver = true;
  await Promise.all(clients);
  return [...touched];
}

/** Mostly new and changed files, some deletions. Each client has names of its own. */
function nextChange(who: string, ledger: Ledger, random: Random): Map<string, string | undefined> {
  const own = ledger.names().filter((name) => name.startsWith(`${who}/`));
  const there = own.filter((name) => !ledger.allowed(name).has(undefined));
  if (there.length > 10 && random(3) === 0)
    return new Map(Array.from({ length: 1 + random(8) }, () => [pick(random, there), undefined]));
  const name = (): string =>
    own.length > 5 && random(3) === 0 ? pick(random, own) : `${who}/note-${own.length + random(50)}.md`;
  return new Map(Array.from({ length: 1 + random(12) }, () => [name(), writeNote(random, ownWord(random))]));
}

/** By the routes clients use; true when it was acknowledged. */
async function send(khoj: Khoj, wanted: ReadonlyMap<string, string | undefined>, random: Random): Promise<boolean> {
  const names = [...wanted.keys()];
  const isDeletion = [...wanted.values()].every((text) => text === undefined);
  try {
    if (isDeletion && random(2) === 0) {
      const answer = await khoj.ask("DELETE", "/api/content/files", { body: JSON.stringify({ files: names }) });
      return answer.status === 201;
    }
    const answer = await khoj.upload(
      [...wanted].map(([name, text]) => ({ name, bytes: Buffer.from(text ?? ""), type: "text/markdown" })),
    );
    if (answer.status === 200) assert.deepEqual(answer.text.split(",").sort(), names.toSorted());
    return answer.status === 200;
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    return false;
  }
}

/** No database or parser of an earlier run is left on the data directory. */
async function nobodyElse(khoj: Khoj | undefined, data = khoj?.data ?? ""): Promise<void> {
  await eventually(
    "only the running server's processes are left",
    async () => {
      const all = processesOf(data);
      const kin = new Set(khoj === undefined ? [] : [khoj.pid]);
      for (let before = -1; before !== kin.size; ) {
        before = kin.size;
        for (const { pid, parent } of all) if (kin.has(parent)) kin.add(pid);
      }
      const strangers = all.filter(({ pid }) => !kin.has(pid));
      if (strangers.length === 0) return true;
      throw new Error(strangers.map(({ name, pid }) => `${name} (${pid})`).join(", "));
    },
    20_000,
  );
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)] as T;
}
