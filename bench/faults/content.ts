import assert from "node:assert/strict";
import { dataLimit } from "../../apps/server/src/ingest/parser/confinement.ts";
import { seededRandom } from "../../packages/text/src/testing/random.ts";
import { checkRows, filesWith } from "./check-library.ts";
import type { HostileFile } from "./hostile-file.ts";
import { bombs, large, millionLines, nested, oddNames, randomBytes, truncated } from "./hostile-files.ts";
import { hostileLetters, notebookOf } from "./hostile-letters.ts";
import { packedBombs, packedGigabytes } from "./hostile-packed.ts";
import { heavyPages, hugePictures, loopedPages } from "./hostile-pages.ts";
import { eventually, type Khoj, startKhoj, withHome } from "./khoj.ts";
import { ownWord, writeNote } from "./notes.ts";
import { isAlive } from "./processes.ts";
import type { Report } from "./report.ts";
import { startSearching } from "./search-meanwhile.ts";
import { watchParsers } from "./watch-parsers.ts";

export interface ContentOptions {
  readonly seed: number;
  /** Depth of what is nested. */
  readonly depth: number;
  /** With the files that take minutes, and the time of searches compared. */
  readonly large: boolean;
}

/** Files made to break a parser, by upload: each ends with a state and a reason, and nobody else notices. */
export async function content(report: Report, options: ContentOptions): Promise<void> {
  await withHome(async (home) => {
    const random = seededRandom(options.seed);
    const khoj = await startKhoj({ data: `${home}/data` });
    const notes = Array.from({ length: 200 }, (_, n) => ({
      name: `calm/${n}.md`,
      type: "text/markdown",
      bytes: Buffer.from(writeNote(random, ownWord(random))),
    }));
    assert.equal((await khoj.upload(notes)).status, 200);
    const searching = startSearching(khoj);
    const parsers = watchParsers(khoj.data);
    const before = await searching.next(options.large ? 200 : 20);
    const show = (what: string, files: readonly HostileFile[]) => report.show(what, () => uploadAndLook(khoj, files));
    await show("random bytes under every extension", randomBytes(random));
    await show("files cut off in the middle", truncated(random));
    await show("entity bombs, alias bombs, endless lines, files of this machine named", bombs());
    await show("PDFs of 10,000 pages, of packed gigabytes, with lying fonts, cut ones", heavyPages());
    await show("PDFs that lead in circles, lie about their pages, are locked", loopedPages({ isLarge: options.large }));
    await show("pictures of 900 million pixels", hugePictures({ isLarge: options.large }));
    await show(
      "office files of entities, depth, very many members, parts named 20,000 times",
      packedBombs(options.depth, { isLarge: options.large }),
    );
    await show(
      "letters of 10,000 attachments, deep ones, notebooks",
      hostileLetters(options.depth, { isLarge: options.large }),
    );
    if (options.large) await show("office files of a gigabyte, said or not", packedGigabytes());
    await show(`nested ${options.depth} deep`, nested(options.depth));
    await show("odd names", oddNames());
    await report.show("twins by case and by Unicode form stay apart", () => twinsApart(khoj));
    if (options.large) {
      await show("a million lines of Org", [millionLines()]);
      await show("200 MB, over the limit of 100 MB", [large("toolarge-txtq", 200e6)]);
    }
    const meanwhile = searching.take();
    await searching.end();
    await report.show("the parsers' memory meanwhile", async () => {
      const most = parsers.end();
      assert(most.data > 0, "no parser was seen");
      assert(most.data <= dataLimit, `a parser had ${inMegabytes(most.data)} to write to`);
      return `${inMegabytes(most.data)} to write to (limit ${inMegabytes(dataLimit)}), ${inMegabytes(most.resident)} in the machine`;
    });
    await report.show("afterwards: the same process, rows whole, nothing of this machine read", async () => {
      assert(isAlive(khoj.pid), "the server's process is gone");
      const documents = await checkRows(khoj.data);
      assert.deepEqual(await filesWith(khoj, "root:x:0"), []);
      assert.equal((await filesWith(khoj, "daemon:x:1")).length, 0);
      return `pid ${khoj.pid} as at the start, ${documents.length} documents with their chunks`;
    });
    if (options.large)
      await report.show("searches meanwhile", async () => {
        assert(meanwhile.p50 <= 2 * before.p50, `${meanwhile.said} meanwhile, ${before.said} before`);
        return `${meanwhile.said} meanwhile, ${before.said} before`;
      });
    assert.equal(await khoj.stop(), 0);
  });
  if (options.large)
    await report.show("200 MB of text and a notebook that printed 200 MB, with KHOJ_MAX_FILE_MB=256", underTheLimit);
}

const inMegabytes = (bytes: number): string => `${Math.round(bytes / (1 << 20))} MB`;

async function underTheLimit(): Promise<string> {
  return withHome(async (home) => {
    const khoj = await startKhoj({ data: `${home}/data`, environment: { KHOJ_MAX_FILE_MB: "256" } });
    const seen = await uploadAndLook(khoj, [
      large("large-txtq", 200e6),
      { own: "output-ipynbq", name: "output-ipynbq.ipynb", bytes: notebookOf(200e6) },
    ]);
    // While so much is put into the word index a search may be asked to come again.
    await eventually("a search after it", async () =>
      (await khoj.ask("GET", "/api/search?q=harbour")).status === 200 ? true : undefined,
    );
    await checkRows(khoj.data);
    assert.equal(await khoj.stop(), 0);
    return seen;
  });
}

interface StatusItem {
  readonly file_name: string;
  readonly state: string;
  readonly reason: string | null;
}

/** Every file is answered, has a state, and where that is not `indexed` a reason in words. */
async function uploadAndLook(khoj: Khoj, files: readonly HostileFile[]): Promise<string> {
  const answer = await khoj.upload(files, { patience: 900_000 });
  assert.equal(answer.status, 200, `the upload was answered ${answer.status}: ${answer.text.slice(0, 300)}`);
  const counts = new Map<string, number>();
  const reasons = new Set<string>();
  for (const own of new Set(files.map((file) => file.own))) {
    const wanted = files.filter((file) => file.own === own).length;
    // A picture that an upload has no time for is read in the background.
    const items = await eventually(
      `${own} is no longer queued`,
      async () => {
        const seen = await statusOf(khoj, own);
        return seen.some(({ state }) => state === "queued") ? undefined : seen;
      },
      300_000,
    );
    // A name that cannot be stored has no status: it is named in the answer.
    assert(
      items.length === wanted || (items.length === 0 && answer.text.includes(own)),
      `${own}: ${JSON.stringify(items)}`,
    );
    for (const { file_name, state, reason } of items) {
      assert(state === "indexed" || (reason ?? "").length > 8, `${file_name} is ${state} without a reason`);
      counts.set(state, (counts.get(state) ?? 0) + 1);
      if (state !== "indexed") reasons.add(`${own}: ${reason}`);
    }
  }
  const said = [...counts].map(([state, count]) => `${count} ${state}`).join(", ");
  return reasons.size === 0 ? said : `${said} (${[...reasons].slice(0, 20).join("; ")})`;
}

async function statusOf(khoj: Khoj, own: string): Promise<readonly StatusItem[]> {
  const answer = await khoj.ask("GET", `/api/content/status?q=${encodeURIComponent(own)}`);
  return answer.json<{ items: readonly StatusItem[] }>().items;
}

async function twinsApart(khoj: Khoj): Promise<string> {
  const twins = oddNames().filter(({ own }) => own === "upperq" || own === "composedq");
  for (const { name, bytes } of twins) {
    const shown = await khoj.ask("GET", `/api/content/file?file_name=${encodeURIComponent(name)}`);
    assert.equal(shown.json<{ raw_text: string }>().raw_text, Buffer.from(bytes).toString("utf8"), name);
  }
  return `${twins.length} names, each with its own text`;
}
